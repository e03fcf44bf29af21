#include <algorithm>
#include <array>

#include "engine/go_text.hpp"
#include "engine/ports.hpp"
#include "engine/sanitize_parts.hpp"
#include "engine/versions.hpp"

namespace pgreach::engine {
namespace {

constexpr size_t most_ports = 40;
constexpr size_t most_types = 40;
// Protocols without ports, which need the agent's enable-extended-ip-protocols.
constexpr std::array portless = {"VRRP", "IGMP", "GRE", "IPIP", "IPV6", "ESP", "AH"};

std::string text_of(const yaml::Node* node) {
    return node == nullptr ? std::string() : node->text;
}

bool is_number_zero(const yaml::Node& item) {
    const std::string port = text_of(item.find("port"));
    if (port.empty() || is_service_name(port)) return false;
    const auto number = parse_port_number(port);
    return number && number->value == 0;
}

// One item of ports, within a rule that has these layer 7 rules (null for none).
Fault sanitize_port(const yaml::Node& item, const std::string& path, const yaml::Node* layer7, const Cilium& cilium) {
    const std::string port = text_of(item.find("port"));
    const auto fault = [&](std::string text) { return AgentFault{std::move(text), path, item.mark}; };
    if (port.empty() && !cilium.config.extended_ip_protocols) return fault("port must be specified");
    if (port.empty() || is_service_name(port)) return std::nullopt;
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
    if (layer7 == nullptr || end == nullptr || end->as_integer().value_or(0) <= number->value) return std::nullopt;
    if (!has(cilium.version, Behaviour::ranges_beside_layer7)) return fault("L7 rules do not support port ranges");
    if (has_items(layer7->find("dns"))) return fault("DNS rules do not support port ranges");
    return std::nullopt;
}

Fault sanitize_port_list(const yaml::Node& rule, const std::string& path, const yaml::Node* layer7,
                         const Cilium& cilium) {
    const yaml::Node* ports = rule.find("ports");
    if (ports != nullptr && ports->items.size() > most_ports) {
        return AgentFault{"too many ports, the max is 40", path, rule.mark};
    }
    const bool only_tcp = layer7 != nullptr && !has_items(layer7->find("dns"));
    return first_fault(ports, path + ".ports", [&](const yaml::Node& item, const std::string& where) -> Fault {
        if (Fault found = sanitize_port(item, where, layer7, cilium)) return found;
        std::string protocol = text_of(item.find("protocol"));
        if (!only_tcp || protocol == "TCP") return std::nullopt;
        if (protocol.empty()) protocol = "ANY";
        return AgentFault{"L7 rules can only apply to TCP (not " + protocol + ") except for DNS rules", where,
                          item.mark};
    });
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

Fault sanitize_server_names(const yaml::Node& rule, const std::string& path) {
    const yaml::Node* names = rule.find("serverNames");
    if (has_items(names) && layer7_rules(rule) != nullptr && rule.find("terminatingTLS") == nullptr) {
        return AgentFault{"ServerNames are not allowed with L7 rules without TLS termination", path, rule.mark};
    }
    return first_fault(names, path + ".serverNames", [](const yaml::Node& name, const std::string& where) {
        return name.text.empty() ? Fault(AgentFault{"empty server name is not allowed", where, name.mark}) : Fault();
    });
}

Fault sanitize_port_rule(const yaml::Node& rule, const std::string& path, const ItemContext& context) {
    if (context.section.deny) return sanitize_port_list(rule, path, nullptr, context.cilium);
    const Direction direction = context.section.direction;
    const yaml::Node* layer7 = layer7_rules(rule);
    const yaml::Node* ports = rule.find("ports");
    const auto fault = [&](std::string text) { return AgentFault{std::move(text), path, rule.mark}; };
    if (direction == Direction::ingress && layer7 != nullptr && has_items(layer7->find("dns"))) {
        return fault("DNS rules are not allowed on ingress");
    }
    return first_of([&] { return sanitize_server_names(rule, path); },
                    [&] { return sanitize_port_list(rule, path, layer7, context.cilium); },
                    [&] { return sanitize_listener(rule, path, direction); },
                    [&]() -> Fault {
                        if (layer7 == nullptr) return std::nullopt;
                        if (ports != nullptr && std::any_of(ports->items.begin(), ports->items.end(), is_number_zero)) {
                            return fault("L7 rules can not be used when a port is 0");
                        }
                        return sanitize_layer7(*layer7, path + ".rules", ports);
                    });
}

}  // namespace

Fault sanitize_ports(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    return first_fault(item.find("toPorts"), path + ".toPorts", [&](const yaml::Node& rule, const std::string& where) {
        return sanitize_port_rule(rule, where, context);
    });
}

Fault sanitize_icmps_beside_ports(const yaml::Node& item, const std::string& path) {
    if (!has_items(item.find("icmps")) || !has_items(item.find("toPorts"))) return std::nullopt;
    return AgentFault{"the ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts",
                      path, item.mark};
}

Fault sanitize_icmps(const yaml::Node& item, const std::string& path) {
    return first_fault(item.find("icmps"), path + ".icmps", [](const yaml::Node& icmp, const std::string& where) {
        const yaml::Node* fields = icmp.find("fields");
        if (fields == nullptr || fields->items.size() <= most_types) return Fault();
        return Fault(AgentFault{"too many types, the max is 40", where, icmp.mark});
    });
}

}  // namespace pgreach::engine
