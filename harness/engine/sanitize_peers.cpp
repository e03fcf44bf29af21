#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "engine/go_address.hpp"
#include "engine/go_text.hpp"
#include "engine/sanitize_parts.hpp"
#include "engine/versions.hpp"
#include "manifest/cidr.hpp"

namespace pgreach::engine {
namespace {

// Fields that name peers. Only one of them may be used in a rule. In the order of Cilium's tables.
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

// Up to 1.16 the blocks of a CIDR group stood in place of the reference; no group is known here, so nothing does.
bool counts(const yaml::Node* list, CiliumVersion version) {
    if (!has_items(list) || has(version, Behaviour::groups_are_labels)) return has_items(list);
    return !std::all_of(list->items.begin(), list->items.end(),
                        [](const yaml::Node& node) { return node.find("cidrGroupRef") != nullptr; });
}

template <typename Members>
std::vector<std::string> used_of(const yaml::Node& item, const Members& members, CiliumVersion version) {
    std::vector<std::string> used;
    for (const char* member : members) {
        if (counts(item.find(member), version)) used.push_back(go_name(member));
    }
    return used;
}

// One direction's field: "fromCIDR" or "toCIDR".
struct Side {
    const yaml::Node& item;
    std::string prefix;
    std::string path;

    Side(const yaml::Node& rule, const std::string& where, const ItemContext& context)
        : item(rule), prefix(context.section.direction == Direction::ingress ? "from" : "to"), path(where) {}
    const yaml::Node* list(const char* kind) const { return item.find(prefix + kind); }
    std::string where(const char* kind) const { return path + "." + prefix + kind; }
};

Fault sanitize_address(const yaml::Node& node, const std::string& path) {
    if (!go_prefix_error(node.text)) return std::nullopt;
    const auto error = go_address_error(node.text);
    if (!error) return std::nullopt;
    return AgentFault{"unable to parse CIDR: " + *error, path, node.mark};
}

// Before 1.20 an exception had only to begin inside its block.
bool may_be_left_out(const manifest::Cidr& block, manifest::Cidr hole, CiliumVersion version) {
    if (!has(version, Behaviour::exceptions_may_not_be_larger)) hole.bits = hole.v6 ? 128 : 32;
    return block.contains(hole);
}

Fault sanitize_exceptions(const yaml::Node& node, const manifest::Cidr& block, const std::string& path,
                          CiliumVersion version) {
    return first_fault(node.find("except"), path + ".except", [&](const yaml::Node& except, const std::string& where) {
        const auto fault = [&](const std::string& text) { return Fault(AgentFault{text, where, except.mark}); };
        if (const auto error = go_prefix_error(except.text)) return fault(*error);
        const auto hole = manifest::parse_cidr(except.text);
        if (hole && may_be_left_out(block, *hole, version)) return Fault();
        return fault("allow CIDR prefix " + node.find("cidr")->text + " does not contain exclude CIDR prefix " +
                     except.text);
    });
}

Fault sanitize_block(const yaml::Node& node, const std::string& path, CiliumVersion version) {
    if (const yaml::Node* selector = node.find("cidrGroupSelector")) {
        Fault fault = sanitize_selector(*selector, path, version, Keys::of_groups);
        if (fault) fault->text = "failed to parse cidrGroupSelector " + yaml::to_json(*selector) + ": " + fault->text;
        return fault;
    }
    const yaml::Node* cidr = node.find("cidr");
    if (cidr == nullptr) return std::nullopt;
    if (const auto error = go_prefix_error(cidr->text)) {
        return AgentFault{"unable to parse CIDRRule " + go_quote(cidr->text) + ": " + *error, path, cidr->mark};
    }
    const auto block = manifest::parse_cidr(cidr->text);
    return block ? sanitize_exceptions(node, *block, path, version) : std::nullopt;
}

}  // namespace

Fault sanitize_members(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const auto used = context.section.direction == Direction::ingress
                          ? used_of(item, ingress_members, context.cilium.version)
                          : used_of(item, egress_members, context.cilium.version);
    if (used.size() < 2) return std::nullopt;
    AgentFault fault{"", path, item.mark};
    for (const auto& one : used) {
        for (const auto& other : used) {
            if (one != other)
                fault.alternatives.push_back("combining " + one + " and " + other + " is not supported yet");
        }
    }
    fault.text = fault.alternatives.front();
    return fault;
}

Fault sanitize_endpoints(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const Side side(item, path, context);
    const auto check = [&context](const yaml::Node& selector, const std::string& where) {
        return sanitize_selector(selector, where, context.cilium.version);
    };
    return first_of([&] { return first_fault(side.list("Endpoints"), side.where("Endpoints"), check); },
                    [&] { return first_fault(side.list("Requires"), side.where("Requires"), check); });
}

Fault sanitize_nodes_and_blocks(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const Side side(item, path, context);
    const CiliumVersion version = context.cilium.version;
    const auto node = [version](const yaml::Node& selector, const std::string& where) {
        return sanitize_selector(selector, where, version);
    };
    const auto block = [version](const yaml::Node& given, const std::string& where) {
        return sanitize_block(given, where, version);
    };
    return first_of([&] { return first_fault(side.list("Nodes"), side.where("Nodes"), node); },
                    [&] { return first_fault(side.list("CIDR"), side.where("CIDR"), sanitize_address); },
                    [&] { return first_fault(side.list("CIDRSet"), side.where("CIDRSet"), block); });
}

Fault sanitize_names(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    (void)context;
    return first_fault(item.find("toFQDNs"), path + ".toFQDNs", [](const yaml::Node& name, const std::string& where) {
        return sanitize_name(name, where, false);
    });
}

Fault sanitize_node_option(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const Side side(item, path, context);
    if (context.cilium.config.node_selector_labels || !has_items(side.list("Nodes"))) return std::nullopt;
    return AgentFault{nodes_need_an_option, side.where("Nodes"), side.list("Nodes")->mark};
}

}  // namespace pgreach::engine
