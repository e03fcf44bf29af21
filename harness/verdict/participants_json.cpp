#include "verdict/participants_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

using MemberJson = nlohmann::ordered_json;

MemberJson write_member(const Participant& member) {
    const auto& endpoint = member.endpoint;
    MemberJson json = {{"name", endpoint.name}, {"kind", to_string(endpoint.kind)}};
    const auto add = [&](const char* key, const auto& value) {
        if (!value.empty()) json[key] = value;
    };
    add("namespace", endpoint.ns);
    add("labels", endpoint.labels);
    add("cidr", endpoint.cidr);
    add("ip", endpoint.ip);
    if (endpoint.service_account != "default") add("service_account", endpoint.service_account);
    if (member.target()) json["instance"] = to_string(member.instance);
    if (!member.peer) json["peer"] = false;
    return json;
}

template <typename Enum>
Enum named(const nlohmann::json& json, const char* key, Enum otherwise) {
    if (!json.contains(key)) return otherwise;
    const auto name = json.at(key).get<std::string>();
    if (const auto value = from_string<Enum>(name)) return *value;
    throw std::invalid_argument(std::string(key) + " cannot be '" + name + "'");
}

Participant read_member(const nlohmann::json& json) {
    Participant member;
    auto& endpoint = member.endpoint;
    endpoint.name = json.at("name").get<std::string>();
    endpoint.kind = named(json, "kind", EndpointKind::pod);
    endpoint.ns = json.value("namespace", std::string());
    endpoint.labels = json.value("labels", Labels());
    endpoint.cidr = json.value("cidr", std::string());
    endpoint.ip = json.value("ip", std::string());
    endpoint.service_account = json.value("service_account", std::string("default"));
    member.instance = named(json, "instance", InstanceRole::none);
    member.peer = json.value("peer", true);
    return member;
}

TargetPort read_port(const nlohmann::json& json) {
    const auto& number = json.at("number");
    const bool fits = number.is_number_integer() && number.get<double>() >= 1 && number.get<double>() <= 65535;
    if (!fits) throw std::invalid_argument("a port cannot be " + number.dump());
    return {number.get<int>(), named(json, "purpose", PortPurpose::postgresql)};
}

}  // namespace

nlohmann::ordered_json write_participants(const Participants& participants) {
    MemberJson members = MemberJson::array();
    for (const auto& member : participants.members) members.push_back(write_member(member));
    MemberJson ports = MemberJson::array();
    for (const auto& port : participants.ports) {
        ports.push_back({{"number", port.number}, {"purpose", to_string(port.purpose)}});
    }
    return {{"name", participants.name},
            {"cluster", participants.cluster},
            {"ports", std::move(ports)},
            {"members", std::move(members)}};
}

Participants read_participants(const nlohmann::json& json) {
    Participants participants;
    participants.name = json.at("name").get<std::string>();
    participants.cluster = json.value("cluster", std::string());
    for (const auto& member : json.at("members")) participants.members.push_back(read_member(member));
    for (const auto& port : json.at("ports")) participants.ports.push_back(read_port(port));
    return participants;
}

}  // namespace pgreach::verdict
