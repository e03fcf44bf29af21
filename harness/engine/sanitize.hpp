#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::engine {

// Why the agent rejects a stored object (its condition Valid=False), in the agent's words. It stops at the first fault.
struct AgentFault {
    std::string text;
    std::string path;
    Mark mark = {};
    std::vector<std::string> alternatives = {};  // other words for the same, where Go's map order chooses
};

// Cilium: CiliumNetworkPolicy.Parse and Rule.Sanitize (pkg/policy/api/rule_validation.go); of a NetworkPolicy
// ParseNetworkPolicy (pkg/k8s/network_policy.go). Nothing where it takes it. The document must have passed its schema.
std::optional<AgentFault> sanitize(const manifest::Manifest& stored, const Cilium& cilium);

}  // namespace pgreach::engine
