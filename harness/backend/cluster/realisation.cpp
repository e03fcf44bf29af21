#include "backend/cluster/realisation.hpp"

#include <algorithm>

namespace pgreach::backend {
namespace {

constexpr Duration silence_limit = std::chrono::seconds(60);
constexpr int looks_at_endpoints = 5;  // then the agents are asked anew what they know: one that restarted counts anew

}  // namespace

Result<std::string> Realisation::pending(Policies& policies, Inventory& inventory, const Addresses& addresses,
                                         const std::string& cilium_namespace) {
    auto pending = ask(policies, inventory.agents, addresses);
    if (pending) {
        silent_since_.reset();
        return pending;
    }
    known_ = false;
    const TimePoint now = tools_.clock.now();
    if (!silent_since_) silent_since_ = now;
    if (since(*silent_since_, now) > silence_limit) return pending;
    auto agents = find_agents(kubectl_, cilium_namespace, inventory.nodes());
    if (agents) inventory.agents = *std::move(agents);
    return std::move(pending).error().message;
}

Result<std::string> Realisation::ask(Policies& policies, const std::vector<Agent>& agents, const Addresses& addresses) {
    if (!known_ || looks_ == looks_at_endpoints) {
        const auto known = ask_policies(shells_, agents);
        if (!known) return Error(known.error());
        known_ = policies.known_to(*known);
        if (!known_) return std::string("not every agent knows what was applied and removed");
        looks_ = 0;
        behind_.clear();
        for (size_t i = 0; i < agents.size(); ++i) behind_.push_back({agents[i], (*known)[i].revision});
    }
    ++looks_;
    std::vector<Agent> asked;
    std::transform(behind_.begin(), behind_.end(), std::back_inserter(asked),
                   [](const Behind& one) { return one.agent; });
    const auto endpoints = ask_endpoints(shells_, asked);
    if (!endpoints) return Error(endpoints.error());
    std::vector<Behind> still;
    std::string pending;
    for (size_t i = 0; i < asked.size(); ++i) {
        const auto theirs = addresses.find(asked[i].node);
        if (theirs == addresses.end()) continue;
        const std::string lacking = kube::behind((*endpoints)[i], theirs->second, behind_[i].revision);
        if (lacking.empty()) continue;
        still.push_back(behind_[i]);
        pending = "agent of " + asked[i].node + ": " + lacking;
    }
    behind_ = std::move(still);
    return pending;
}

}  // namespace pgreach::backend
