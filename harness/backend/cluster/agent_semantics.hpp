#pragma once

#include <string>
#include <vector>

#include "backend/cluster/agents.hpp"
#include "backend/cluster/options.hpp"
#include "backend/semantics.hpp"
#include "kube/kubectl.hpp"

namespace pgreach::backend {

// Reads which Cilium decides in a cluster: the releases of all its agents, by their images or, where these do not tell,
// by what they say; what the ConfigMap `cilium-config` sets, and what the agents (a few of them, where there are many)
// say that they run with, which counts where it is another. What cannot be read is as installed, and an assumption. A
// usage error where `options.release` is given and an agent has another one.
Result<Semantics> read_semantics(const kube::Kubectl& kubectl, kube::Shells& shells, const ClusterOptions& options);

// Only what the ConfigMap sets.
Result<void> read_configuration(const kube::Kubectl& kubectl, const std::string& cilium_namespace,
                                Semantics& semantics);

// Whose policies these agents do not enforce, of the endpoints at these addresses: an agent may be in audit mode though
// the ConfigMap does not say so, and a single endpoint as well.
Result<std::vector<std::string>> read_audited(kube::Shells& shells, const std::vector<Agent>& agents,
                                              const std::vector<kube::Pod>& pods);

}  // namespace pgreach::backend
