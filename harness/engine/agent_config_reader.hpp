#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "engine/agent_config.hpp"

namespace pgreach::engine {

struct ReadAgentConfig {
    AgentConfig config;
    // Settings that decide what policies do, are not what Cilium installs, and are not followed here:
    // "enable-non-default-deny-policies: false".
    std::vector<std::string> not_followed;
};

// Reads the ConfigMap `cilium-config` (YAML, or JSON as kubectl prints it) or values of Cilium's Helm chart. What the
// text does not say is as installed. An error names line and setting.
Result<ReadAgentConfig> read_agent_config(const SourcePtr& source);

}  // namespace pgreach::engine
