#pragma once

#include <optional>
#include <string>

#include "engine/rule.hpp"
#include "engine/sanitize.hpp"
#include "engine/sections.hpp"
#include "yaml/node.hpp"

namespace pgreach::engine {

// The parts of Rule.Sanitize; each stops at the first fault, in Cilium's order.
using Fault = std::optional<AgentFault>;

// Of the first item of a list for which `check(item, path)` finds one; `list` may be null.
template <typename Check>
Fault first_fault(const yaml::Node* list, const std::string& path, const Check& check) {
    if (list == nullptr) return std::nullopt;
    for (size_t i = 0; i < list->items.size(); ++i) {
        if (Fault fault = check(list->items[i], path + "[" + std::to_string(i) + "]")) return fault;
    }
    return std::nullopt;
}

bool has_items(const yaml::Node* list);

// ValidateLabelSelector, pkg/labels/validation.go.
Fault sanitize_selector(const yaml::Node& selector, const std::string& path);
// IngressRule, IngressDenyRule, EgressRule and EgressDenyRule.
struct ItemContext {
    const Section& section;
    CiliumVersion version;
    bool for_nodes;  // the policy selects nodes, not pods
};
Fault sanitize_item(const yaml::Node& item, const std::string& path, const ItemContext& context);
// PortRule, and PortDenyRule, which has ports only.
Fault sanitize_port_rule(const yaml::Node& rule, const std::string& path, Direction direction);
// Layer 7 rules of a port rule; null where it has none, or none that say anything.
const yaml::Node* layer7_rules(const yaml::Node& port_rule);

}  // namespace pgreach::engine
