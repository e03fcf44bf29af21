#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/sanitize_parts.hpp"
#include "engine/versions.hpp"
#include "manifest/cidr.hpp"

namespace pgreach::engine {
namespace {

// Ways to name peers. Only one of them may be used in a rule. In the order of Cilium's tables.
constexpr std::array ingress_members = {"fromEndpoints", "fromCIDR",  "fromCIDRSet",
                                        "fromEntities",  "fromNodes", "fromGroups"};
constexpr std::array egress_members = {"toCIDR",     "toCIDRSet", "toEndpoints", "toEntities",
                                       "toServices", "toGroups",  "toNodes",     "toFQDNs"};
constexpr const char* nodes_need_an_option =
    "FromNodes/ToNodes rules can only be applied when the \"enable-node-selector-labels\" flag is set";

// "fromCIDR" as Go names it: "FromCIDR".
std::string go_name(std::string field) {
    field[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(field[0])));
    return field;
}

template <typename Members>
Fault sanitize_members(const yaml::Node& item, const std::string& path, const Members& members) {
    std::vector<std::string> used;
    for (const char* member : members) {
        if (has_items(item.find(member))) used.push_back(go_name(member));
    }
    if (used.size() < 2) return std::nullopt;
    AgentFault fault{"", path, item.mark};
    for (const auto& one : used) {
        for (const auto& other : used) {
            if (one == other) continue;
            std::string text = "combining " + one + " and " + other + " is not supported yet";
            if (fault.text.empty()) fault.text = text;
            fault.alternatives.push_back(std::move(text));
        }
    }
    return fault;
}

// Before 1.20 an exception had only to begin inside its block.
bool may_be_left_out(const manifest::Cidr& block, manifest::Cidr hole, CiliumVersion version) {
    if (!has(version, Behaviour::exceptions_may_not_be_larger)) hole.bits = hole.v6 ? 128 : 32;
    return block.contains(hole);
}

Fault sanitize_block(const yaml::Node& node, const std::string& path, CiliumVersion version) {
    const yaml::Node* cidr = node.find("cidr");
    if (const yaml::Node* selector = node.find("cidrGroupSelector")) return sanitize_selector(*selector, path);
    const auto block = cidr == nullptr ? std::nullopt : manifest::parse_cidr(cidr->text);
    if (!block) return std::nullopt;
    return first_fault(
        node.find("except"), path + ".except", [&](const yaml::Node& except, const std::string& where) -> Fault {
            const auto hole = manifest::parse_cidr(except.text);
            if (hole && may_be_left_out(*block, *hole, version)) return std::nullopt;
            return AgentFault{
                "allow CIDR prefix " + cidr->text + " does not contain exclude CIDR prefix " + except.text, where,
                except.mark};
        });
}

Fault sanitize_peers(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const std::string side = context.section.direction == Direction::ingress ? "from" : "to";
    const auto list = [&](const char* kind) { return item.find(side + kind); };
    const auto where = [&](const char* kind) { return path + "." + side + kind; };
    if (Fault fault = first_fault(list("Endpoints"), where("Endpoints"), sanitize_selector)) return fault;
    if (has_items(list("Nodes"))) {
        AgentFault fault{nodes_need_an_option, where("Nodes"), list("Nodes")->mark};
        const Fault selector = first_fault(list("Nodes"), where("Nodes"), sanitize_selector);
        if (selector) fault.text = selector->text + "\n" + fault.text;
        return fault;
    }
    return first_fault(list("CIDRSet"), where("CIDRSet"), [&](const yaml::Node& node, const std::string& place) {
        return sanitize_block(node, place, context.version);
    });
}

Fault sanitize_layer7_support(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const Direction direction = context.section.direction;
    const bool for_nodes = context.for_nodes;
    const yaml::Node* ports = item.find("toPorts");
    return first_fault(ports, path + ".toPorts", [&](const yaml::Node& rule, const std::string& where) -> Fault {
        const yaml::Node* rules = layer7_rules(rule);
        if (rules == nullptr) return std::nullopt;
        const auto fault = [&](const char* text) { return AgentFault{text, where, rules->mark}; };
        if (direction == Direction::ingress && for_nodes)
            return fault("L7 policy is not supported on host ingress yet");
        if (direction == Direction::ingress && has_items(rules->find("dns"))) {
            return fault("L7 protocol DNS is not supported on ingress yet");
        }
        if (direction == Direction::egress && for_nodes && has_items(rules->find("http"))) {
            return fault("L7 protocol HTTP is not supported on host egress yet");
        }
        return std::nullopt;
    });
}

}  // namespace

bool has_items(const yaml::Node* list) {
    return list != nullptr && !list->items.empty();
}

Fault sanitize_item(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const Direction direction = context.section.direction;
    Fault fault = direction == Direction::ingress ? sanitize_members(item, path, ingress_members)
                                                  : sanitize_members(item, path, egress_members);
    if (!fault) fault = sanitize_peers(item, path, context);
    if (!fault && !context.section.deny) fault = sanitize_layer7_support(item, path, context);
    if (fault) return fault;
    const yaml::Node* ports = item.find("toPorts");
    if (has_items(item.find("icmps")) && has_items(ports)) {
        return AgentFault{"the ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts",
                          path, item.mark};
    }
    return first_fault(ports, path + ".toPorts", [direction](const yaml::Node& rule, const std::string& where) {
        return sanitize_port_rule(rule, where, direction);
    });
}

}  // namespace pgreach::engine
