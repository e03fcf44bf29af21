#include "model/participants.hpp"

namespace pgreach {

std::vector<std::string> Participants::resolve(const std::string& word) const {
    if (find(word) != nullptr) return {word};
    if (const auto group = groups.find(word); group != groups.end()) return group->second;
    std::vector<std::string> names;
    for (const auto& member : members) {
        if (word == "all" || (word == "instances" && member.target())) names.push_back(member.endpoint.name);
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
        switch (port.purpose) {  // names from CNPG 1.30's pod specification
            case PortPurpose::postgresql:
                world.named_ports["postgresql"] = port.number;
                break;
            case PortPurpose::status:
                world.named_ports["status"] = port.number;
                break;
            case PortPurpose::metrics:
                world.named_ports["metrics"] = port.number;
                break;
        }
    }
    return world;
}

}  // namespace pgreach
