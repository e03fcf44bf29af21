#pragma once

#include <vector>

#include "engine/cilium.hpp"
#include "engine/rule.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::engine {

// Kinds of Kubernetes that carry rules.
bool is_policy(const manifest::Manifest& manifest);
bool is_cilium_policy(const manifest::Manifest& manifest);
// Where the policy stands: its namespace ("default" where none is given), empty for a clusterwide one.
std::string namespace_of(const manifest::Manifest& manifest);
PolicyId policy_id(const manifest::Manifest& manifest);
// "default/cnpg-operator-access"; only the name for a clusterwide one.
std::string policy_name(const manifest::Manifest& manifest);

// The rules of a stored object that the agent takes, with the implicit namespace and cluster put in. Cilium:
// pkg/k8s/apis/cilium.io/utils (ParseToCiliumRule), pkg/policy/utils (RulesToPolicyEntries).
std::vector<Rule> translate_cilium(const manifest::Manifest& stored, const Cilium& cilium);
// The same for networking.k8s.io/v1. Cilium: pkg/k8s/network_policy.go (ParseNetworkPolicy).
std::vector<Rule> translate_network_policy(const manifest::Manifest& stored, const Cilium& cilium);

}  // namespace pgreach::engine
