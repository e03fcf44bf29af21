#include "model/participants.hpp"

#include "model/names.hpp"

namespace pgreach {

Protocol protocol_of(PortPurpose purpose) {
    return purpose == PortPurpose::udp || purpose == PortPurpose::dns ? Protocol::udp : Protocol::tcp;
}

const TargetPort* Participants::find_port(const Flow& flow) const {
    const Participant* target = find(flow.to);
    if (target == nullptr) return nullptr;
    for (const auto& port : ports_of(*target)) {
        if (port.number == flow.port && port.protocol() == flow.protocol) return &port;
    }
    return nullptr;
}

std::vector<std::string> Participants::targets() const {
    std::vector<std::string> names;
    for (const auto& member : members) {
        if (member.target()) names.push_back(member.endpoint.name);
    }
    return names;
}

std::vector<std::string> Participants::resolve(const std::string& word) const {
    if (find(word) != nullptr) return {word};
    if (const auto group = groups.find(word); group != groups.end()) return group->second;
    std::vector<std::string> names;
    for (const auto& member : members) {
        if (word == "all" || (word == "instances" && member.is_instance())) names.push_back(member.endpoint.name);
    }
    return names;
}

std::vector<std::string> Participants::vocabulary() const {
    std::vector<std::string> words = {"all", "instances"};
    for (const auto& group : groups) words.push_back(group.first);
    for (const auto& member : members) words.push_back(member.endpoint.name);
    return words;
}

World Participants::world() const {
    World world;
    for (const auto& member : members) world.endpoints.push_back(member.endpoint);
    world.namespaces = namespaces;
    for (const auto& port : ports) {
        // Instances call their ports as their purpose (CNPG 1.30's pod specification).
        world.named_ports[std::string(to_string(port.purpose))] = port.number;
    }
    return world;
}

}  // namespace pgreach
