#include "cli/cilium_options.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "engine/agent_config_reader.hpp"
#include "engine/versions.hpp"

namespace pgreach::cli {

std::string known_release(const std::string& value) {
    if (engine::parse_version(value)) return {};
    return fmt::format("'{}' is no release of Cilium that pgreach knows: from {} on", value,
                       engine::to_string(engine::oldest_version));
}

CiliumOptions::CiliumOptions() : release(engine::to_string(engine::newest_version)) {}

void add_cilium_options(CLI::App& command, CiliumOptions& options) {
    command
        .add_option("--cilium", options.release,
                    fmt::format("Release of Cilium in question, as 1.19 or 1.19.5; {} unless given", options.release))
        ->type_name("RELEASE")
        ->check(known_release);
    command
        .add_option("--agent-config", options.agent_config,
                    "The agents' settings: the ConfigMap cilium-config, or values of Cilium's chart")
        ->type_name("FILE");
}

Result<engine::Cilium> cilium_of(const CiliumOptions& options) {
    engine::Cilium cilium(engine::parse_version(options.release).value_or(engine::newest_version));
    if (engine::is_newer_than_known(cilium.version)) {
        print_error(fmt::format("Cilium {} is newer than what pgreach knows; it is taken to behave as {}\n",
                                options.release, engine::to_string(engine::newest_version)));
    }
    if (options.agent_config.empty()) return cilium;
    auto text = read_file(options.agent_config);
    if (!text) return Error{ErrorKind::input, text.error().message};
    const auto read = engine::read_agent_config(
        std::make_shared<const Source>(Source{options.agent_config, std::move(text).value()}));
    if (!read) return Error(read.error());
    cilium.config = read->config;
    for (const auto& setting : read->not_followed) {
        print_error(fmt::format("{}: set, and not followed: {}\n", options.agent_config, setting));
    }
    return cilium;
}

}  // namespace pgreach::cli
