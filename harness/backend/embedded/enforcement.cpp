#include "backend/embedded/enforcement.hpp"

#include "engine/engine.hpp"

namespace pgreach::backend {

std::vector<netns::AllowedFlow> allowed_flows(const Participants& participants, const AddressBook& addresses,
                                              const engine::PolicySet& policies) {
    const engine::Evaluator evaluator(participants.world(), policies);
    std::vector<netns::AllowedFlow> allowed;
    const auto consider = [&](const std::string& from, const std::string& to, const TargetPort& port) {
        if (evaluator.evaluate({from, to, port.protocol(), port.number}).verdict() == Verdict::deny) return;
        allowed.push_back({addresses.members.at(from), addresses.members.at(to), port.number, port.protocol()});
    };
    for (const auto& target : participants.members) {
        if (!target.target()) continue;
        for (const auto& member : participants.members) {
            if (&member == &target) continue;
            for (const auto& port : participants.ports_of(target)) {
                consider(member.endpoint.name, target.endpoint.name, port);
            }
        }
    }
    return allowed;
}

}  // namespace pgreach::backend
