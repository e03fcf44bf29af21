#pragma once

#include <string>

#include "backend/semantics.hpp"
#include "base/result.hpp"

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

void add_cilium_options(CLI::App& command, CiliumOptions& options);
// Why it is no release of Cilium that pgreach knows; empty where it is one.
std::string known_release(const std::string& value);
// Only --agent-config.
void add_agent_config_option(CLI::App& command, std::string& path);

// That Cilium, with what is not known of it. Fails (input) where the agents' configuration cannot be read.
Result<backend::Semantics> semantics_of(const CiliumOptions& options);

// The same, where nobody keeps what is not known. Told on stderr: a release that is newer than any that is known, which
// is taken to behave as the newest, and settings that are not followed. Fails (input) where the agents' configuration
// cannot be read.
Result<engine::Cilium> cilium_of(const CiliumOptions& options);

}  // namespace pgreach::cli
