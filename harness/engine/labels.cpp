#include "engine/labels.hpp"

#include <algorithm>
#include <array>

#include "engine/versions.hpp"

namespace pgreach::engine {
namespace {

// Which labels make an identity where the agent's `labels` option is not set (Cilium 1.20, pkg/labelsfilter). The
// longest prefix that fits decides.
struct Filter {
    std::string_view prefix;
    bool kept;
};
constexpr std::array filters = {
    Filter{"io.kubernetes.pod.namespace", true},
    Filter{"io.cilium.k8s.namespace.labels", true},
    Filter{"app.kubernetes.io", true},
    Filter{"io.cilium.k8s.policy.cluster", true},
    Filter{"io.cilium.k8s.policy.serviceaccount", true},
    Filter{"io.kubernetes", false},
    Filter{"kubernetes.io", false},
    Filter{"statefulset.kubernetes.io/pod-name", false},
    Filter{"apps.kubernetes.io/pod-index", false},
    Filter{"batch.kubernetes.io/job-completion-index", false},
    Filter{"batch.kubernetes.io/controller-uid", false},
    Filter{"k8s.io", false},
    Filter{"pod-template-generation", false},
    Filter{"pod-template-hash", false},
    Filter{"controller-revision-hash", false},
    Filter{"controller-uid", false},
    Filter{"annotation", false},
    Filter{"etcd_node", false},
    Filter{"topology.kubernetes.io", false},
};

bool makes_identity(const std::string& key, const Cilium& cilium) {
    if (key.starts_with("topology.kubernetes.io") && !has(cilium.version, Behaviour::topology_makes_no_identity))
        return true;
    const Filter* best = nullptr;
    for (const auto& filter : filters) {
        if (key.starts_with(filter.prefix) && (best == nullptr || filter.prefix.size() > best->prefix.size())) {
            best = &filter;
        }
    }
    if (best != nullptr) return best->kept;
    return key.find("beta.kubernetes.io") == std::string::npos;
}

// The reserved label of an endpoint that is no pod, in a cluster that speaks IPv4 and IPv6.
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
            return "world-ipv4";
        case EndpointKind::pod:
            return {};
    }
    return {};
}

void add_pod_labels(const Endpoint& pod, const World& world, const Cilium& cilium, IdentityLabels& identity) {
    const auto add = [&identity](std::string_view key, std::string_view value) {
        identity.labels.push_back({"k8s", std::string(key), std::string(value)});
    };
    for (const auto& [key, value] : pod.labels) {
        if (makes_identity(key, cilium)) add(key, value);
    }
    add(namespace_key, pod.ns);
    add(cluster_key, cilium.config.cluster_name);
    add(service_account_key, pod.service_account);
    const std::string prefix = std::string(namespace_labels_prefix) + ".";
    add(prefix + "kubernetes.io/metadata.name", pod.ns);
    const auto found = world.namespaces.find(pod.ns);
    if (found == world.namespaces.end()) return;
    for (const auto& [key, value] : found->second) {
        if (key != "kubernetes.io/metadata.name") add(prefix + key, value);
    }
}

// Of every group that an address lies in.
void add_group_labels(const World& world, IdentityLabels& identity) {
    for (const auto& group : world.cidr_groups) {
        const bool inside = std::any_of(group.blocks.begin(), group.blocks.end(), [&identity](const std::string& text) {
            const auto block = manifest::parse_address_or_cidr(text);
            return block && identity.cidr && block->contains(*identity.cidr);
        });
        if (!inside) continue;
        identity.labels.push_back({"cidrgroup", std::string(cidr_group_key) + "/" + group.name, ""});
        for (const auto& [key, value] : group.labels) identity.labels.push_back({"cidrgroup", key, value});
    }
}

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
    static const std::string no_value;
    if (key.source == "cidr") {
        const auto block = manifest::parse_cidr(key.key);
        return block && cidr && block->contains(*cidr) ? &no_value : nullptr;
    }
    for (const auto& label : labels) {
        if (label.key == key.key && (key.source == "any" || key.source == label.source)) return &label.value;
    }
    return nullptr;
}

IdentityLabels identity_labels(const Endpoint& endpoint, const World& world, const Cilium& cilium) {
    IdentityLabels identity;
    if (endpoint.kind == EndpointKind::pod) {
        add_pod_labels(endpoint, world, cilium, identity);
    } else {
        identity.labels.push_back({"reserved", std::string(reserved_label(endpoint.kind)), ""});
    }
    identity.world = endpoint.kind == EndpointKind::world || endpoint.kind == EndpointKind::cidr;
    if (endpoint.kind == EndpointKind::cidr) {
        identity.cidr = manifest::parse_address_or_cidr(endpoint.cidr);
        add_group_labels(world, identity);
    }
    if (identity.cidr && identity.cidr->v6) identity.labels[0].key = "world-ipv6";
    std::sort(identity.labels.begin(), identity.labels.end());
    return identity;
}

}  // namespace pgreach::engine
