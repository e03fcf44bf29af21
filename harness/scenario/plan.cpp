#include "scenario/scenario.hpp"

namespace pgreach::scenario {

std::vector<Flow> plan(const Participants& participants) {
    std::vector<Flow> flows;
    for (const auto& peer : participants.members) {
        if (!peer.peer) continue;
        for (const auto& target : participants.members) {
            if (!target.target() || target.endpoint.name == peer.endpoint.name) continue;
            for (const auto& port : participants.ports_of(target)) {
                flows.push_back({peer.endpoint.name, target.endpoint.name, port.protocol(), port.number});
            }
        }
    }
    return flows;
}

std::vector<PolicyId> policies_of(const Scenario& scenario) {
    std::set<PolicyId> policies;
    for (const auto& step : scenario.steps) {
        for (const auto& manifest : step.apply) policies.insert(manifest.id());
    }
    return {policies.begin(), policies.end()};
}

}  // namespace pgreach::scenario
