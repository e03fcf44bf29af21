#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/survey.hpp"
#include "backend/cluster/agents.hpp"
#include "kube/agent.hpp"

namespace pgreach::audit {

// What an agent lacks or still has of the policies that the API server has: "does not know CiliumNetworkPolicy shop/x".
// Those that agents reject, that are being deleted, or are about nodes, are not asked for, nor NetworkPolicies where
// the agents do not read them.
std::vector<std::string> backlog(const std::vector<StoredPolicy>& policies, const kube::AgentPolicies& known,
                                 bool network_policies);

// The same of all agents, and which of the endpoints at these addresses (by node) do not enforce what their agent
// knows; each with the node. Empty where all have caught up. Fails where an agent does not answer.
Result<std::vector<std::string>> find_lag(kube::Shells& shells, const std::vector<backend::Agent>& agents,
                                          const std::vector<StoredPolicy>& policies,
                                          const std::map<std::string, std::set<std::string>>& addresses,
                                          bool network_policies);

}  // namespace pgreach::audit
