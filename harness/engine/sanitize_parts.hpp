#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/cilium.hpp"
#include "engine/rule.hpp"
#include "engine/sanitize.hpp"
#include "engine/sections.hpp"
#include "yaml/node.hpp"

namespace pgreach::engine {

// The parts of Rule.Sanitize; each stops at the first fault, in Cilium's order. Texts are those of the newest release.
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

// Of the first of these checks, each a function without arguments, that finds one.
template <typename... Check>
Fault first_of(const Check&... check) {
    Fault fault;
    (void)((fault = check(), fault.has_value()) || ...);
    return fault;
}

bool has_items(const yaml::Node* list);

// Whose labels a selector asks for: endpoints', CIDR groups' (cidrGroupSelector), or, in a NetworkPolicy, pods' and
// namespaces'.
enum class Keys : std::uint8_t { of_endpoints, of_groups, of_kubernetes, of_namespaces };
// ValidateLabelSelector, pkg/labels/validation.go.
Fault sanitize_selector(const yaml::Node& selector, const std::string& path, CiliumVersion version,
                        Keys keys = Keys::of_endpoints);

struct ItemContext {
    const Section& section;
    const Cilium& cilium;
    bool for_nodes;  // the policy selects nodes, not pods
};
// IngressRule, IngressDenyRule, EgressRule and EgressDenyRule.
Fault sanitize_item(const yaml::Node& item, const std::string& path, const ItemContext& context);

// Two fields that name peers, in one rule.
Fault sanitize_members(const yaml::Node& item, const std::string& path, const ItemContext& context);
// fromEndpoints, fromRequires; fromNodes, fromCIDR, fromCIDRSet; toFQDNs, and their likes of the other direction.
Fault sanitize_endpoints(const yaml::Node& item, const std::string& path, const ItemContext& context);
Fault sanitize_nodes_and_blocks(const yaml::Node& item, const std::string& path, const ItemContext& context);
Fault sanitize_names(const yaml::Node& item, const std::string& path, const ItemContext& context);
// That fromNodes needs an option of the agent.
Fault sanitize_node_option(const yaml::Node& item, const std::string& path, const ItemContext& context);

// toPorts: PortRule, and PortDenyRule, which has ports only.
Fault sanitize_ports(const yaml::Node& item, const std::string& path, const ItemContext& context);
// icmps, alone and beside toPorts.
Fault sanitize_icmps_beside_ports(const yaml::Node& item, const std::string& path);
Fault sanitize_icmps(const yaml::Node& item, const std::string& path);

// Layer 7 rules of a port rule; null where it has none, or none that say anything.
const yaml::Node* layer7_rules(const yaml::Node& port_rule);
// Whether layer 7 rules are possible at all where this rule has them.
Fault sanitize_layer7_of_nodes(const yaml::Node& item, const std::string& path);  // up to 1.16: a policy for nodes
Fault sanitize_layer7_support(const yaml::Node& item, const std::string& path, const ItemContext& context);
// What they say. `rules` as layer7_rules gives it; `ports` may be null.
Fault sanitize_layer7(const yaml::Node& rules, const std::string& path, const yaml::Node* ports);
// A toFQDNs item, or a DNS rule.
Fault sanitize_name(const yaml::Node& name, const std::string& path, bool of_dns_rule);

}  // namespace pgreach::engine
