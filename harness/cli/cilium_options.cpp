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
    add_agent_config_option(command, options.agent_config);
}

void add_agent_config_option(CLI::App& command, std::string& path) {
    command
        .add_option("--agent-config", path,
                    "The agents' settings: the ConfigMap cilium-config, or values of Cilium's chart")
        ->type_name("FILE");
}

Result<backend::Semantics> semantics_of(const CiliumOptions& options) {
    backend::Semantics semantics;
    semantics.cilium.version = engine::parse_version(options.release).value_or(engine::newest_version);
    if (auto assumed = backend::assumption_about(semantics.cilium.version); !assumed.empty()) {
        semantics.assumptions.push_back(std::move(assumed));
    }
    if (options.agent_config.empty()) return semantics;
    auto text = read_file(options.agent_config);
    if (!text) return Error{ErrorKind::input, text.error().message};
    const auto read = engine::read_agent_config(
        std::make_shared<const Source>(Source{options.agent_config, std::move(text).value()}));
    if (!read) return Error(read.error());
    semantics.cilium.config = read->config;
    semantics.not_followed = read->not_followed;
    if (read->config.audit) semantics.audited = {"every endpoint"};
    return semantics;
}

Result<engine::Cilium> cilium_of(const CiliumOptions& options) {
    auto semantics = semantics_of(options);
    if (!semantics) return std::move(semantics).error();
    for (const auto& note : backend::notes_of(*semantics)) print_error(note + "\n");
    return std::move(semantics->cilium);
}

}  // namespace pgreach::cli
