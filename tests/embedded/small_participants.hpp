#pragma once

#include <vector>

#include "model/flow.hpp"
#include "model/participants.hpp"

namespace pgreach::test {

// A few participants: a primary, a replica, an application that may and one that may not, the node and somebody
// outside.
inline Participants small_participants() {
    Participants participants{"small", "cluster-example", {}, {}};
    participants.ports = {{5432, PortPurpose::postgresql}, {8000, PortPurpose::status}, {9187, PortPurpose::metrics}};
    const auto add = [&](Endpoint endpoint, InstanceRole role) {
        Participant member{std::move(endpoint)};
        member.instance = role;
        participants.members.push_back(std::move(member));
    };
    const Labels instance = {{"cnpg.io/cluster", "cluster-example"}};
    add({"backend", EndpointKind::pod, "default", {{"role", "backend"}}}, InstanceRole::none);
    add({"frontend", EndpointKind::pod, "default", {{"role", "frontend"}}}, InstanceRole::none);
    add({"primary", EndpointKind::pod, "default", instance}, InstanceRole::primary);
    add({"replica", EndpointKind::pod, "default", instance}, InstanceRole::replica);
    add({"node", EndpointKind::host}, InstanceRole::none);
    add({"outside", EndpointKind::cidr, "", {}, "203.0.113.7/32"}, InstanceRole::none);
    return participants;
}

// Every flow of peers × targets × ports.
inline std::vector<Flow> all_flows(const Participants& participants) {
    std::vector<Flow> flows;
    for (const auto& from : participants.members) {
        for (const auto& to : participants.members) {
            if (!to.target() || &from == &to) continue;
            for (const auto& port : participants.ports) {
                flows.push_back({from.endpoint.name, to.endpoint.name, Protocol::tcp, port.number});
            }
        }
    }
    return flows;
}

}  // namespace pgreach::test
