#include "vectors/vector_case.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "engine/ports.hpp"
#include "engine/versions.hpp"
#include "model/names.hpp"

namespace pgreach::vectors {
namespace {

using Json = nlohmann::ordered_json;

// As deep as the YAML reader lets them be.
constexpr int deepest = 400;

yaml::Node node_of(const Json& json, int depth = 0) {
    if (depth > deepest) throw std::runtime_error("nested too deeply");
    if (json.is_null()) return {};
    if (json.is_boolean()) return yaml::make_boolean(json.get<bool>());
    if (json.is_string()) return yaml::make_string(json.get<std::string>());
    if (json.is_number_integer()) return {.kind = yaml::Kind::integer, .text = json.dump()};
    if (json.is_number()) return {.kind = yaml::Kind::real, .text = json.dump()};
    if (json.is_array()) {
        yaml::Node list{.kind = yaml::Kind::list};
        for (const auto& item : json) list.items.push_back(node_of(item, depth + 1));
        return list;
    }
    yaml::Node map{.kind = yaml::Kind::map};
    for (const auto& [key, value] : json.items()) map.entries.push_back({key, {}, node_of(value, depth + 1)});
    return map;
}

manifest::Manifest manifest_of(const Json& json) {
    const Json& metadata = json.at("metadata");
    return {.api_version = json.value("apiVersion", ""),
            .kind = json.at("kind"),
            .name = metadata.at("name"),
            .ns = metadata.value("namespace", ""),
            .document = node_of(json),
            .source = nullptr};
}

engine::EnforcementMode mode_of(const std::string& text) {
    if (text == "default") return engine::EnforcementMode::default_mode;
    if (text == "always") return engine::EnforcementMode::always;
    if (text == "never") return engine::EnforcementMode::never;
    throw std::runtime_error("unknown mode " + text);
}

engine::CiliumVersion release_of(const std::string& text) {
    const auto version = engine::parse_version(text);
    if (!version) throw std::runtime_error("unknown release of Cilium " + text);
    return *version;
}

Verdict verdict_of(const std::string& text) {
    if (text == "allowed") return Verdict::allow;
    if (text == "denied") return Verdict::deny;
    throw std::runtime_error("unknown verdict " + text);
}

// The library would make an int of 1e99 as well, which nothing defines.
int port_of(const Json& json) {
    if (!json.is_number_integer() || json.get<std::int64_t>() < 0 || json.get<std::int64_t>() > engine::highest_port) {
        throw std::runtime_error(json.dump() + " is no port");
    }
    return json.get<int>();
}

Endpoint endpoint_of(const Json& json) {
    Endpoint endpoint{.name = json.at("name")};
    if (json.contains("cidr")) {
        endpoint.kind = EndpointKind::cidr;
        endpoint.cidr = json.at("cidr");
    } else if (json.contains("reserved")) {
        const auto kind = from_string<EndpointKind>(json.at("reserved").get<std::string>());
        if (!kind) throw std::runtime_error("unknown reserved peer " + json.at("reserved").dump());
        endpoint.kind = *kind;
    } else {
        endpoint.ns = json.at("namespace");
        endpoint.labels = json.value("labels", Labels{});
    }
    return endpoint;
}

size_t place_of(const std::string& name, const World& world) {
    const Endpoint* found = world.find(name);
    if (found == nullptr) throw std::runtime_error("a flow names '" + name + "', which is no pod");
    return static_cast<size_t>(found - world.endpoints.data());
}

VectorCase::Question question_of(const Json& json, const World& world) {
    Flow flow{.from = json.at("from"), .to = json.at("to"), .port = port_of(json.at("port"))};
    const auto protocol = from_string<Protocol>(json.value("proto", "TCP"));
    if (!protocol) throw std::runtime_error("unknown protocol " + json.at("proto").dump());
    flow.protocol = *protocol;
    const size_t from = place_of(flow.from, world);
    const size_t to = place_of(flow.to, world);
    return {std::move(flow), from, to};
}

VectorCase::PolicyAnswer policy_answer_of(const Json& json) {
    return {.unknown_fields = json.at("unknownFields"),
            .schema_error = !json.at("schemaErrors").empty(),
            .agent_error = json.at("agentError")};
}

VectorCase case_of(const Json& json) {
    VectorCase parsed;
    parsed.id = json.at("id");
    parsed.mode = mode_of(json.value("mode", "default"));
    if (json.contains("cilium")) parsed.cilium = release_of(json.at("cilium"));
    for (const auto& policy : json.at("policies")) parsed.policies.push_back(manifest_of(policy));
    for (const auto& pod : json.at("pods")) parsed.world.endpoints.push_back(endpoint_of(pod));
    if (json.contains("namedPorts")) {
        for (const auto& [name, port] : json.at("namedPorts").items()) parsed.world.named_ports[name] = port_of(port);
    }
    parsed.world.peer_ports_known = false;  // the policy code alone, without an agent that learns them
    for (const auto& flow : json.at("flows")) parsed.flows.push_back(question_of(flow, parsed.world));
    const Json& expect = json.at("expect");
    for (const auto& answer : expect.at("policies")) parsed.policy_answers.push_back(policy_answer_of(answer));
    for (const auto& answer : expect.at("verdicts")) {
        parsed.flow_answers.push_back({verdict_of(answer.at(0)), verdict_of(answer.at(1))});
    }
    if (parsed.policy_answers.size() != parsed.policies.size() || parsed.flow_answers.size() != parsed.flows.size()) {
        throw std::runtime_error("there must be one answer for each policy and for each flow");
    }
    return parsed;
}

}  // namespace

Result<VectorCase> parse_vector_case(const std::string& line) {
    try {
        return case_of(Json::parse(line));
    } catch (const std::exception& exception) {  // the JSON library's, and ours from above
        return input_error(std::string("not a case: ") + exception.what());
    }
}

}  // namespace pgreach::vectors
