#include "scenario/scenario.hpp"

namespace pgreach::scenario {

std::vector<Flow> plan(const Cast& cast) {
    std::vector<Flow> flows;
    for (const auto& peer : cast.members) {
        if (!peer.peer) continue;
        for (const auto& target : cast.members) {
            if (!target.target() || target.endpoint.name == peer.endpoint.name) continue;
            for (const auto& port : cast.ports) {
                flows.push_back({peer.endpoint.name, target.endpoint.name, Protocol::tcp, port.number});
            }
        }
    }
    return flows;
}

}  // namespace pgreach::scenario
