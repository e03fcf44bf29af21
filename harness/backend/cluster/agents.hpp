#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "kube/agent.hpp"
#include "kube/kubectl.hpp"
#include "kube/shells.hpp"

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

// What every one of them knows of policies, asked all at once, in their order; an error where one does not answer.
Result<std::vector<kube::AgentPolicies>> ask_policies(kube::Shells& shells, const std::vector<Agent>& agents);

// What every one of them is set to, by its options.
Result<std::vector<std::map<std::string, std::string>>> ask_settings(kube::Shells& shells,
                                                                     const std::vector<Agent>& agents);

// The same of their endpoints.
Result<std::vector<std::vector<kube::AgentEndpoint>>> ask_endpoints(kube::Shells& shells,
                                                                    const std::vector<Agent>& agents);

}  // namespace pgreach::backend
