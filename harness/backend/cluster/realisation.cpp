#include "backend/cluster/realisation.hpp"

namespace pgreach::backend {
namespace {

constexpr Duration silence_limit = std::chrono::seconds(60);
constexpr int looks_at_endpoints = 5;  // then the agents are asked anew what they know: one that restarted counts anew

}  // namespace

Result<bool> Realisation::look(Policies& policies, Stage& stage, const std::string& cilium_namespace) {
    auto in_force = ask(policies, stage.agents);
    if (in_force) {
        silent_since_.reset();
        return in_force;
    }
    known_ = false;
    const TimePoint now = tools_.clock.now();
    if (!silent_since_) silent_since_ = now;
    if (since(*silent_since_, now) > silence_limit) return in_force;
    auto agents = find_agents(kubectl_, cilium_namespace, stage.nodes());
    if (agents) stage.agents = *std::move(agents);
    return false;
}

Result<bool> Realisation::ask(Policies& policies, const std::vector<Agent>& agents) {
    if (!known_ || looks_ == looks_at_endpoints) {
        const auto known = ask_policies(shells_, agents);
        if (!known) return Error(known.error());
        known_ = policies.known_to(*known);
        if (!known_) return false;
        looks_ = 0;
        behind_ = agents;
        revisions_.clear();
        for (const auto& one : *known) revisions_.push_back(one.revision);
    }
    ++looks_;
    const auto endpoints = ask_endpoints(shells_, behind_);
    if (!endpoints) return Error(endpoints.error());
    for (size_t i = behind_.size(); i-- > 0;) {
        if (!kube::all_realised((*endpoints)[i], revisions_[i])) continue;
        behind_.erase(behind_.begin() + static_cast<std::ptrdiff_t>(i));
        revisions_.erase(revisions_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return behind_.empty();
}

}  // namespace pgreach::backend
