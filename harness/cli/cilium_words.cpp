#include "cli/cilium_words.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <memory>
#include <utility>

#include "base/file.hpp"
#include "engine/agent_config_reader.hpp"
#include "engine/versions.hpp"

namespace pgreach::cli {
namespace {

std::string check_release(const std::string& text) {
    if (engine::parse_version(text)) return {};
    return fmt::format("'{}' is no release of Cilium that pgreach knows: from {} on", text,
                       engine::to_string(engine::oldest_version));
}

}  // namespace

void add_cilium_words(CLI::App& command, CiliumArguments& cilium) {
    command.add_option("--cilium", cilium.release, "The release in question, as 1.19 or 1.19.5; 1.20 unless given")
        ->type_name("VERSION")
        ->check(check_release);
    command
        .add_option("--agent-config", cilium.agent_config, "The ConfigMap cilium-config, or values of Cilium's chart")
        ->type_name("FILE");
}

Result<engine::Cilium> cilium_of(const CiliumArguments& arguments) {
    engine::Cilium cilium(engine::parse_version(arguments.release).value_or(engine::CiliumVersion{}));
    if (engine::is_newer_than_known(cilium.version)) {
        fmt::print(stderr, "Cilium {} is newer than what pgreach knows; it is taken to behave as {}\n",
                   arguments.release, engine::to_string(engine::newest_version));
    }
    if (arguments.agent_config.empty()) return cilium;
    auto text = read_file(arguments.agent_config);
    if (!text) return std::move(text).error();
    auto read = engine::read_agent_config(
        std::make_shared<const Source>(Source{arguments.agent_config, std::move(text).value()}));
    if (!read) return std::move(read).error();
    cilium.config = read->config;
    for (const auto& setting : read->not_followed) {
        fmt::print(stderr, "{}: set, and not followed: {}\n", arguments.agent_config, setting);
    }
    return cilium;
}

}  // namespace pgreach::cli
