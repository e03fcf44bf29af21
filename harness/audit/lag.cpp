#include "audit/lag.hpp"

#include <algorithm>

namespace pgreach::audit {

std::vector<std::string> backlog(const std::vector<StoredPolicy>& policies, const kube::AgentPolicies& known,
                                 bool network_policies) {
    std::vector<std::string> lacking;
    std::set<std::string> stored;
    for (const auto& policy : policies) {
        stored.insert(policy.uid);
        const bool rejected = policy.verdict.state == kube::AgentVerdict::State::invalid;
        const bool unread = policy.id.kind == "NetworkPolicy" && !network_policies;
        if (rejected || unread || policy.deleting || policy.of_nodes || known.uids.count(policy.uid) != 0) continue;
        lacking.push_back("does not know " + pgreach::describe(policy.id));
    }
    const auto gone = std::count_if(known.uids.begin(), known.uids.end(),
                                    [&](const std::string& uid) { return stored.count(uid) == 0; });
    if (gone > 0) lacking.push_back("still has " + std::to_string(gone) + " that the API server has no more");
    return lacking;
}

Result<std::vector<std::string>> find_lag(kube::Shells& shells, const std::vector<backend::Agent>& agents,
                                          const std::vector<StoredPolicy>& policies,
                                          const std::map<std::string, std::set<std::string>>& addresses,
                                          bool network_policies) {
    const auto known = backend::ask_policies(shells, agents);
    if (!known) return Error(known.error());
    const auto endpoints = backend::ask_endpoints(shells, agents);
    if (!endpoints) return Error(endpoints.error());
    std::vector<std::string> lag;
    for (size_t i = 0; i < agents.size(); ++i) {
        const std::string who = "the agent of " + agents[i].node + " ";
        for (const auto& lacking : backlog(policies, (*known)[i], network_policies)) lag.push_back(who + lacking);
        const auto here = addresses.find(agents[i].node);
        if (here == addresses.end()) continue;
        const std::string late = kube::behind((*endpoints)[i], here->second, (*known)[i].revision);
        if (!late.empty()) lag.push_back("on " + agents[i].node + " " + late);
    }
    return lag;
}

}  // namespace pgreach::audit
