#include "engine/identities.hpp"

#include <utility>

namespace pgreach::engine {
namespace {

// From so many identities on, an index of labels is found to pay.
constexpr size_t worth_an_index = 64;

// The host's own endpoint is known by the node's labels. Cilium: pkg/endpoint (InitWithNodeLabels).
IdentityLabels labels_as_node(const Endpoint& endpoint) {
    IdentityLabels identity;
    if (endpoint.kind == EndpointKind::pod) return identity;
    for (const auto& [key, value] : endpoint.labels) identity.labels.push_back({"k8s", key, value});
    identity.labels.push_back({"reserved", "host", ""});
    return identity;
}

// One text for each set of labels and ports; \0 cannot stand in a label.
std::string key_of(const IdentityLabels& identity, const IdentityLabels& as_node, const Endpoint& endpoint) {
    std::string key = endpoint.cidr + '\0' + (identity.cidr ? endpoint.ip : "");
    for (const auto* labels : {&identity.labels, &as_node.labels}) {
        for (const auto& label : *labels) key += '\0' + label.source + ':' + label.key + '=' + label.value;
        key += '\0';
    }
    for (const auto& port : endpoint.named_ports) {
        key += '\0' + port.name + ':' + std::to_string(port.port) + std::to_string(static_cast<int>(port.protocol));
    }
    return key;
}

}  // namespace

Identities::Identities(const World& world, const Cilium& cilium) : host_firewall_(cilium.config.host_firewall) {
    const Labeller labeller(world, cilium);
    std::unordered_map<std::string, std::uint32_t> known;
    for (const auto& endpoint : world.endpoints) {
        Group group{labeller.labels_of(endpoint), endpoint.kind, endpoint.named_ports, labels_as_node(endpoint)};
        for (const auto& [name, port] : world.named_ports) group.named_ports.push_back({name, Protocol::tcp, port});
        const auto next = static_cast<std::uint32_t>(groups_.size());
        const auto [found, added] = known.try_emplace(key_of(group.labels, group.as_node, endpoint), next);
        if (added) groups_.push_back(std::move(group));
        by_name_.try_emplace(endpoint.name, identity_of_.size());
        identity_of_.push_back(found->second);
    }
    if (groups_.size() >= worth_an_index) index_labels();
}

void Identities::index_labels() {
    for (std::uint32_t i = 0; i < groups_.size(); ++i) {
        for (const auto& label : groups_[i].labels.labels) {
            Places& places = by_label_[label.key + '=' + label.value];
            if (places.empty() || places.back() != i) places.push_back(i);
        }
    }
}

// All that have a value which the selector asks for: the fewest of several such. Null where it asks for none.
const Identities::Places* Identities::candidates(const Selector& selector) const {
    static const Places nobody;
    const Places* fewest = nullptr;
    for (const auto& requirement : selector.requirements) {
        const auto& source = requirement.key.source;
        const bool plain = source != "cidr" && source != dns_source;  // which are found by more than being equal
        const bool one_value =
            requirement.values.size() == 1 && (requirement.op == Operator::equals || requirement.op == Operator::in);
        if (by_label_.empty() || !plain || !one_value) continue;
        const auto found = by_label_.find(requirement.key.key + '=' + requirement.values[0]);
        const Places& some = found == by_label_.end() ? nobody : found->second;
        if (fewest == nullptr || some.size() < fewest->size()) fewest = &some;
    }
    return fewest;
}

template <typename Visitor>
void Identities::visit_matching(const Selector& selector, const Visitor& visitor) const {
    const auto visit = [&](size_t identity) {
        if (selector.matches(groups_[identity].labels)) visitor(identity);
    };
    if (const Places* some = candidates(selector)) {
        for (const auto identity : *some) visit(identity);
        return;
    }
    for (size_t i = 0; i < size(); ++i) visit(i);
}

Bits Identities::matching(const Selector& selector) const {
    Bits bits(size());
    visit_matching(selector, [&bits](size_t identity) { bits.set(identity); });
    return bits;
}

Bits Identities::matching(const CidrPeer& peer) const {
    Bits bits(size());
    for (size_t i = 0; i < size(); ++i) {
        if (peer.matches(groups_[i].labels)) bits.set(i);
    }
    return bits;
}

bool Identities::is_node(size_t identity) const {
    const Group& group = groups_[identity];
    return group.kind == EndpointKind::host || group.kind == EndpointKind::remote_node ||
           (group.kind == EndpointKind::kube_apiserver && !group.labels.world);
}

Bits Identities::own_nodes() const {
    Bits bits(size());
    for (size_t i = 0; i < size(); ++i) {
        if (is_own_node(i)) bits.set(i);
    }
    return bits;
}

Bits Identities::subjects(const Selector& selector, bool of_nodes) const {
    Bits bits(size());
    if (!of_nodes) {
        visit_matching(selector, [&](size_t identity) {
            if (!is_own_node(identity)) bits.set(identity);
        });
        return bits;
    }
    for (size_t i = 0; i < size(); ++i) {
        if (host_firewall_ && is_node(i) && selector.matches(groups_[i].as_node)) bits.set(i);
    }
    return bits;
}

}  // namespace pgreach::engine
