#include <algorithm>

#include "engine/sanitize_parts.hpp"
#include "engine/versions.hpp"

namespace pgreach::engine {
namespace {

Fault sanitize_services_beside_ports(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    if (has(context.cilium.version, Behaviour::services_beside_ports)) return std::nullopt;
    if (!has_items(item.find("toServices")) || !has_items(item.find("toPorts"))) return std::nullopt;
    return AgentFault{"combining ToServices and ToPorts is not supported yet", path, item.mark};
}

Fault sanitize_now(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const bool allows = !context.section.deny;
    return first_of([&] { return sanitize_members(item, path, context); },
                    [&]() -> Fault {
                        Fault fault = first_of([&] { return sanitize_endpoints(item, path, context); },
                                               [&] { return sanitize_nodes_and_blocks(item, path, context); });
                        Fault option = sanitize_node_option(item, path, context);
                        if (!fault || !option) return fault ? fault : option;
                        fault->text += "\n" + option->text;
                        return fault;
                    },
                    [&] { return allows ? sanitize_layer7_support(item, path, context) : std::nullopt; },
                    [&] { return sanitize_icmps_beside_ports(item, path); },
                    [&] { return sanitize_ports(item, path, context); }, [&] { return sanitize_icmps(item, path); },
                    [&] { return allows ? sanitize_names(item, path, context) : std::nullopt; });
}

// Up to 1.16: what layer 7 rules need comes first but for nodes, which are asked last; addresses and names after ports.
Fault sanitize_then(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    ItemContext of_pods = context;
    of_pods.for_nodes = false;
    return first_of(
        [&] { return sanitize_members(item, path, context); },
        [&] { return sanitize_services_beside_ports(item, path, context); },
        [&] { return sanitize_layer7_support(item, path, of_pods); },
        [&] { return sanitize_icmps_beside_ports(item, path); },
        [&] { return sanitize_endpoints(item, path, context); }, [&] { return sanitize_ports(item, path, context); },
        [&] { return sanitize_icmps(item, path); }, [&] { return sanitize_nodes_and_blocks(item, path, context); },
        [&] { return sanitize_names(item, path, context); }, [&] { return sanitize_node_option(item, path, context); },
        [&] { return context.for_nodes ? sanitize_layer7_of_nodes(item, path) : std::nullopt; });
}

}  // namespace

bool has_items(const yaml::Node* list) {
    return list != nullptr && !list->items.empty();
}

Fault sanitize_item(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const CiliumVersion version = context.cilium.version;
    if (context.section.deny && !has(version, Behaviour::checks_deny_rules)) return std::nullopt;
    return has(version, Behaviour::checks_peers_first) ? sanitize_now(item, path, context)
                                                       : sanitize_then(item, path, context);
}

}  // namespace pgreach::engine
