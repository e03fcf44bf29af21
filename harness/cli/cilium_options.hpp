#pragma once

#include <string>

#include "base/result.hpp"
#include "engine/cilium.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// Which Cilium is meant where no cluster tells.
struct CiliumOptions {
    std::string release;
    std::string agent_config;  // path; empty: the agents' defaults
    CiliumOptions();           // the newest release that is known
};

// A Check of a release.
std::string known_release(const std::string& value);

void add_cilium_options(CLI::App& command, CiliumOptions& options);

// That Cilium. Told on stderr: a release that is newer than any that is known, which is taken to behave as the newest,
// and settings that are not followed. Fails (input) where the agents' configuration cannot be read.
Result<engine::Cilium> cilium_of(const CiliumOptions& options);

}  // namespace pgreach::cli
