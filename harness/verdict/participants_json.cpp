#include "verdict/participants_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

using MemberJson = nlohmann::ordered_json;

MemberJson write_ports(const std::vector<TargetPort>& ports) {
    MemberJson list = MemberJson::array();
    for (const auto& port : ports) list.push_back({{"number", port.number}, {"purpose", to_string(port.purpose)}});
    return list;
}

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
    if (!member.services.empty()) json["services"] = write_ports(member.services);
    if (member.is_instance()) json["instance"] = to_string(member.instance);
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

TargetPort read_port(const nlohmann::json& json) {
    const auto& number = json.at("number");
    const bool fits = number.is_number_integer() && number.get<double>() >= 1 && number.get<double>() <= 65535;
    if (!fits) throw std::invalid_argument("a port cannot be " + number.dump());
    return {number.get<int>(), named(json, "purpose", PortPurpose::postgresql)};
}

std::vector<TargetPort> read_ports(const nlohmann::json& json, const char* key) {
    std::vector<TargetPort> ports;
    if (!json.contains(key)) return ports;
    for (const auto& port : json.at(key)) ports.push_back(read_port(port));
    return ports;
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
    member.services = read_ports(json, "services");
    return member;
}

}  // namespace

nlohmann::ordered_json write_participants(const Participants& participants) {
    MemberJson members = MemberJson::array();
    for (const auto& member : participants.members) members.push_back(write_member(member));
    MemberJson json = {{"name", participants.name},
                       {"cluster", participants.cluster},
                       {"ports", write_ports(participants.ports)},
                       {"members", std::move(members)}};
    if (!participants.namespaces.empty()) json["namespaces"] = participants.namespaces;
    return json;
}

Participants read_participants(const nlohmann::json& json) {
    Participants participants;
    participants.name = json.at("name").get<std::string>();
    participants.cluster = json.value("cluster", std::string());
    for (const auto& member : json.at("members")) participants.members.push_back(read_member(member));
    participants.ports = read_ports(json, "ports");
    participants.namespaces = json.value("namespaces", std::map<std::string, Labels>());
    return participants;
}

}  // namespace pgreach::verdict
