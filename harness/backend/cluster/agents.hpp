#pragma once

#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "kube/agent.hpp"
#include "kube/kubectl.hpp"

namespace pgreach::backend {

// One Cilium agent: its pod and the node it serves.
struct Agent {
    kube::ObjectName pod;
    std::string node;
    bool operator==(const Agent& other) const { return pod.name == other.pod.name && node == other.node; }
};

// The agents of these nodes; an error names the nodes without a running one.
Result<std::vector<Agent>> find_agents(const kube::Kubectl& kubectl, const std::string& ns,
                                       const std::vector<std::string>& nodes);

// What every one of them says of policies and endpoints, asked all at once, in their order.
std::vector<Result<kube::AgentState>> ask_agents(proc::ProcessRunner& runner, const kube::Kubectl& kubectl,
                                                 const std::vector<Agent>& agents);

}  // namespace pgreach::backend
