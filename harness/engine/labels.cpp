#include "engine/labels.hpp"

#include <algorithm>

#include "engine/dns_names.hpp"

namespace pgreach::engine {
namespace {

// The reserved label of an endpoint that is neither a pod nor at an address.
std::string_view reserved_label(EndpointKind kind) {
    switch (kind) {
        case EndpointKind::host:
            return "host";
        case EndpointKind::remote_node:
            return "remote-node";
        case EndpointKind::kube_apiserver:
            return "kube-apiserver";
        case EndpointKind::world:
            return "world";
        case EndpointKind::cidr:
        case EndpointKind::pod:
            return {};
    }
    return {};
}

const std::string no_value;

}  // namespace

LabelKey parse_label_key(std::string_view text, std::string_view otherwise) {
    if (text.starts_with('$')) return {"reserved", std::string(text.substr(1))};
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return {std::string(otherwise), std::string(text)};
    const auto source = colon == 0 ? otherwise : text.substr(0, colon);
    return {std::string(source), std::string(text.substr(colon + 1))};
}

std::string to_text(const LabelKey& key) {
    return key.source == "any" ? key.key : key.source + ":" + key.key;
}

const std::string* IdentityLabels::find(const LabelKey& key) const {
    if (key.source == "cidr") {
        const auto block = manifest::parse_cidr(key.key);
        return block && cidr && block->contains(*cidr) ? &no_value : nullptr;
    }
    for (const auto& label : labels) {
        if (key.source == dns_source && label.source == dns_source && is_name_of(key.key, label.key)) return &no_value;
        if (label.key == key.key && (key.source == "any" || key.source == label.source)) return &label.value;
    }
    return nullptr;
}

void Labeller::add_pod_labels(const Endpoint& pod, IdentityLabels& identity) const {
    const auto add = [&](std::string_view key, std::string_view value) {
        if (filter_.keeps("k8s", key)) identity.labels.push_back({"k8s", std::string(key), std::string(value)});
    };
    for (const auto& [key, value] : pod.labels) add(key, value);
    add(namespace_key, pod.ns);
    add(cluster_key, cilium_.config.cluster_name);
    add(service_account_key, pod.service_account);
    const std::string prefix = std::string(namespace_labels_prefix) + ".";
    add(prefix + "kubernetes.io/metadata.name", pod.ns);
    const auto found = world_.namespaces.find(pod.ns);
    if (found == world_.namespaces.end()) return;
    for (const auto& [key, value] : found->second) {
        if (key != "kubernetes.io/metadata.name") add(prefix + key, value);
    }
}

// With enable-node-selector-labels a node's own labels are part of its identity. Cilium: pkg/node/manager.
void Labeller::add_node_labels(const Endpoint& node, IdentityLabels& identity) const {
    if (!cilium_.config.node_selector_labels) return;
    for (const auto& [key, value] : node.labels) identity.labels.push_back({"node", key, value});
    identity.labels.push_back({"k8s", std::string(cluster_key), cilium_.config.cluster_name});
}

// Of the groups that an address lies in, and of the names that DNS gives it.
void Labeller::add_address_labels(IdentityLabels& identity) const {
    const auto lies_in = [&identity](const std::string& text) {
        const auto block = manifest::parse_address_or_cidr(text);
        return block && block->contains(*identity.cidr);
    };
    for (const auto& group : world_.cidr_groups) {
        if (std::none_of(group.blocks.begin(), group.blocks.end(), lies_in)) continue;
        identity.labels.push_back({"cidrgroup", std::string(cidr_group_key) + "/" + group.name, ""});
        for (const auto& [key, value] : group.labels) identity.labels.push_back({"cidrgroup", key, value});
    }
    for (const auto& [name, addresses] : world_.dns) {
        if (std::none_of(addresses.begin(), addresses.end(), lies_in)) continue;
        identity.labels.push_back({std::string(dns_source), name, ""});
    }
}

// A node is known by an address only where the agent's policy-cidr-match-mode says so.
void Labeller::add_address(const Endpoint& endpoint, IdentityLabels& identity) const {
    const bool node = endpoint.kind != EndpointKind::pod && endpoint.cidr.empty();
    const std::string& text = node && cilium_.config.blocks_match_nodes ? endpoint.ip : endpoint.cidr;
    if (text.empty()) return;
    identity.cidr = manifest::parse_address_or_cidr(text);
    if (!identity.cidr) return;
    identity.world = true;
    add_address_labels(identity);
    if (!node) identity.labels.push_back({"reserved", identity.cidr->v6 ? "world-ipv6" : "world-ipv4", ""});
}

IdentityLabels Labeller::labels_of(const Endpoint& endpoint) const {
    IdentityLabels identity;
    if (endpoint.kind == EndpointKind::pod) {
        add_pod_labels(endpoint, identity);
        if (world_.blocks_match_pods) identity.cidr = manifest::parse_address_or_cidr(endpoint.ip);
        identity.world = identity.cidr.has_value();
    } else {
        add_address(endpoint, identity);
        if (endpoint.kind == EndpointKind::world) identity.world = true;
        if (const auto label = reserved_label(endpoint.kind); !label.empty()) {
            identity.labels.push_back({"reserved", std::string(label), ""});
        }
        const bool api_server_on_node =
            endpoint.kind == EndpointKind::kube_apiserver && endpoint.on_node && endpoint.cidr.empty();
        if (api_server_on_node) identity.labels.push_back({"reserved", "remote-node", ""});
        if (endpoint.cidr.empty() && endpoint.kind != EndpointKind::world) add_node_labels(endpoint, identity);
    }
    std::sort(identity.labels.begin(), identity.labels.end());
    return identity;
}

IdentityLabels identity_labels(const Endpoint& endpoint, const World& world, const Cilium& cilium) {
    return Labeller(world, cilium).labels_of(endpoint);
}

}  // namespace pgreach::engine
