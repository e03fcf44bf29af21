#include <algorithm>
#include <array>

#include "engine/go_text.hpp"
#include "engine/ports.hpp"
#include "engine/sanitize_parts.hpp"

namespace pgreach::engine {
namespace {

constexpr size_t most_ports = 40;
// Protocols without ports, which need the agent's enable-extended-ip-protocols.
constexpr std::array portless = {"VRRP", "IGMP", "GRE", "IPIP", "IPV6", "ESP", "AH"};

std::string text_of(const yaml::Node* node) {
    return node == nullptr ? std::string() : node->text;
}

bool is_number_zero(const std::string& port) {
    if (port.empty() || is_service_name(port)) return false;
    const auto number = parse_port_number(port);
    return number && number->value == 0;
}

Fault sanitize_port(const yaml::Node& item, const std::string& path, bool has_dns_rules) {
    const std::string port = text_of(item.find("port"));
    const auto fault = [&](std::string text) { return AgentFault{std::move(text), path, item.mark}; };
    if (port.empty()) return fault("port must be specified");
    if (is_service_name(port)) return std::nullopt;
    const std::string protocol = text_of(item.find("protocol"));
    if (port != "0" && std::find(portless.begin(), portless.end(), protocol) != portless.end()) {
        return fault("port must be empty or 0");
    }
    const auto number = parse_port_number(port);
    if (!number || number->out_of_range) {
        const std::string why = number ? "value out of range" : "invalid syntax";
        return fault("unable to parse port: strconv.ParseUint: parsing " + go_quote(port) + ": " + why);
    }
    const yaml::Node* end = item.find("endPort");
    if (has_dns_rules && end != nullptr && end->as_integer().value_or(0) > number->value) {
        return fault("DNS rules do not support port ranges");
    }
    return std::nullopt;
}

Fault sanitize_layer7(const yaml::Node& rule, const yaml::Node* ports, const std::string& path) {
    const auto zero = [](const yaml::Node& port) { return is_number_zero(text_of(port.find("port"))); };
    if (ports != nullptr && std::any_of(ports->items.begin(), ports->items.end(), zero)) {
        return AgentFault{"L7 rules can not be used when a port is 0", path, rule.mark};
    }
    if (layer7_rules(rule)->find("dns") != nullptr && !has_items(ports)) {
        return AgentFault{"port 53 must be specified for DNS rules", path, rule.mark};
    }
    return std::nullopt;
}

Fault sanitize_listener(const yaml::Node& rule, const std::string& path, Direction direction) {
    const yaml::Node* listener = rule.find("listener");
    if (listener == nullptr) return std::nullopt;
    const std::string name = " (" + text_of(listener->find("name")) + ")";
    if (direction == Direction::ingress) {
        return AgentFault{"Listener is not allowed on ingress" + name, path, listener->mark};
    }
    if (layer7_rules(rule) == nullptr) return std::nullopt;
    return AgentFault{"Listener is not allowed with L7 rules" + name, path, listener->mark};
}

}  // namespace

const yaml::Node* layer7_rules(const yaml::Node& port_rule) {
    const yaml::Node* rules = port_rule.find("rules");
    if (rules == nullptr) return nullptr;
    return has_items(rules->find("http")) || has_items(rules->find("dns")) ? rules : nullptr;
}

Fault sanitize_port_rule(const yaml::Node& rule, const std::string& path, Direction direction) {
    const yaml::Node* layer7 = layer7_rules(rule);
    const bool has_dns_rules = layer7 != nullptr && has_items(layer7->find("dns"));
    const auto fault = [&](std::string text) { return AgentFault{std::move(text), path, rule.mark}; };
    if (direction == Direction::ingress && has_dns_rules) return fault("DNS rules are not allowed on ingress");
    if (has_items(rule.find("serverNames")) && layer7 != nullptr && rule.find("terminatingTLS") == nullptr) {
        return fault("ServerNames are not allowed with L7 rules without TLS termination");
    }
    const yaml::Node* ports = rule.find("ports");
    if (ports != nullptr && ports->items.size() > most_ports) return fault("too many ports, the max is 40");
    const auto check = [&](const yaml::Node& item, const std::string& where) -> Fault {
        if (Fault found = sanitize_port(item, where, has_dns_rules)) return found;
        std::string protocol = text_of(item.find("protocol"));
        if (layer7 == nullptr || has_dns_rules || protocol == "TCP") return std::nullopt;
        if (protocol.empty()) protocol = "ANY";
        return AgentFault{"L7 rules can only apply to TCP (not " + protocol + ") except for DNS rules", where,
                          item.mark};
    };
    if (Fault found = first_fault(ports, path + ".ports", check)) return found;
    if (Fault found = sanitize_listener(rule, path, direction)) return found;
    return layer7 == nullptr ? std::nullopt : sanitize_layer7(rule, ports, path);
}

}  // namespace pgreach::engine
