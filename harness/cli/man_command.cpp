#include <fmt/chrono.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string_view>

#include "base/file.hpp"
#include "cli/checks.hpp"
#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/manual.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct ManOptions {
    std::string command;  // empty: the program
    std::string folder;   // empty: one page on standard output
};

// Of today, or of the moment that a reproducible build names.
std::string date_of_pages() {
    std::time_t moment = std::time(nullptr);
    if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
        const std::string_view text = epoch;
        std::from_chars(text.data(), text.data() + text.size(), moment);
    }
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(moment));
}

std::string one_page(const CommandEntry& program, const std::string& name) {
    const auto command = std::find_if(program.commands.begin(), program.commands.end(),
                                      [&](const CommandEntry& candidate) { return candidate.name == name; });
    return command == program.commands.end() ? program_page(program, date_of_pages())
                                             : command_page(program, *command, date_of_pages());
}

int write_pages(const CommandEntry& program, const std::filesystem::path& folder) {
    const auto write = [&](const std::string& page, const std::string& text) {
        const auto written = write_file(folder / (page + ".1"), text);
        return written ? verdict::exit_conforms : fail(written.error());
    };
    int code = write("pgreach", program_page(program, date_of_pages()));
    for (const auto& command : program.commands) {
        if (code != verdict::exit_conforms) return code;
        code = write("pgreach-" + command.name, command_page(program, command, date_of_pages()));
    }
    return code;
}

int print_manual(const ManOptions& options) {
    const auto program = program_table();
    if (!options.folder.empty()) return write_pages(program, options.folder);
    print(one_page(program, options.command));
    return verdict::exit_conforms;
}

Action declare_man(CLI::App& command) {
    const auto options = std::make_shared<ManOptions>();
    std::vector<std::string> names;
    for (const auto* known : all_commands()) names.emplace_back(known->name);
    auto* name = allow_only(
        command.add_option("COMMAND", options->command, "Of which command; of pgreach itself unless given"), names);
    command.add_option("--folder", options->folder, "Write the pages of all commands into this folder")
        ->type_name("DIR")
        ->check(existing_folder)
        ->excludes(name);
    return [options](const Invocation&) { return print_manual(*options); };
}

constexpr const char* man_epilogue =
    "An installed pgreach has brought its pages along: man pgreach, man pgreach-run.\n"
    "Examples:\n"
    "  pgreach man run | man -l -                    read one where pgreach is not installed";

}  // namespace

extern const Command man_command{"man", "Print a manual page", man_epilogue, declare_man};

}  // namespace pgreach::cli
