#pragma once

#include <string>

namespace CLI {
class App;
}

namespace pgreach::cli {

// What --help prints for the program or for a command, whose full name this is ("pgreach cluster up"). Laid out here,
// because CLI11's own layout differs from release to release.
std::string help_text(const CLI::App& app, const std::string& name);

}  // namespace pgreach::cli
