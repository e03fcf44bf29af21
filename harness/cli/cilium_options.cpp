#include "cli/cilium_options.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/console.hpp"
#include "engine/versions.hpp"

namespace pgreach::cli {
namespace {

std::string known_release(const std::string& value) {
    if (engine::parse_version(value)) return {};
    return fmt::format("'{}' is no release of Cilium that pgreach knows: from {} on", value,
                       engine::to_string(engine::oldest_version));
}

}  // namespace

CiliumOptions::CiliumOptions() : release(engine::to_string(engine::newest_version)) {}

void add_cilium_options(CLI::App& command, CiliumOptions& options) {
    command
        .add_option("--cilium", options.release,
                    fmt::format("Release of Cilium in question, as 1.19 or 1.19.5; {} unless given", options.release))
        ->type_name("RELEASE")
        ->check(known_release);
}

engine::Cilium cilium_of(const CiliumOptions& options) {
    engine::Cilium cilium(engine::parse_version(options.release).value_or(engine::newest_version));
    if (engine::is_newer_than_known(cilium.version)) {
        print_error(fmt::format("Cilium {} is newer than what pgreach knows; it is taken to behave as {}\n",
                                options.release, engine::to_string(engine::newest_version)));
    }
    return cilium;
}

}  // namespace pgreach::cli
