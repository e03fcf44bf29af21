// Any text as a file of settings: it must give settings or say what is wrong with it, and what it gives must be an
// option of the program.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "cli/command_table.hpp"
#include "cli/settings.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto program = cli::program_table();
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    const auto source = std::make_shared<const Source>(Source{"/fuzz/pgreach.yaml", text});
    auto read = cli::read_settings(source, program, size % 2 == 0);
    if (!read) {
        if (read.error().message.empty()) std::abort();
        return 0;
    }
    const cli::Settings settings{*std::move(read), {}, {}};
    for (const auto& command : program.commands) {
        for (const auto& setting : cli::settings_for(settings, command.name, program)) {
            if (setting.values.empty() && setting.mark.line == 0) std::abort();
        }
    }
    return 0;
}
