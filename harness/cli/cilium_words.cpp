#include "cli/cilium_words.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>

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
}

Result<engine::Cilium> cilium_of(const CiliumArguments& arguments) {
    engine::Cilium cilium(engine::parse_version(arguments.release).value_or(engine::CiliumVersion{}));
    if (engine::is_newer_than_known(cilium.version)) {
        fmt::print(stderr, "Cilium {} is newer than what pgreach knows; it is taken to behave as {}\n",
                   arguments.release, engine::to_string(engine::newest_version));
    }
    return cilium;
}

}  // namespace pgreach::cli
