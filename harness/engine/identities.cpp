#include "engine/identities.hpp"

#include <utility>

namespace pgreach::engine {
namespace {

// One text for each set of labels; \0 cannot stand in a label.
std::string key_of(const IdentityLabels& identity, const Endpoint& endpoint) {
    std::string key = endpoint.cidr;
    for (const auto& label : identity.labels) {
        key += '\0' + label.source + ':' + label.key + '=' + label.value;
    }
    return key;
}

}  // namespace

Identities::Identities(const World& world, const Cilium& cilium) {
    std::unordered_map<std::string, std::uint32_t> known;
    for (const auto& endpoint : world.endpoints) {
        IdentityLabels labels = identity_labels(endpoint, world, cilium);
        const auto next = static_cast<std::uint32_t>(labels_.size());
        const auto [found, added] = known.try_emplace(key_of(labels, endpoint), next);
        if (added) {
            labels_.push_back(std::move(labels));
            kinds_.push_back(endpoint.kind);
        }
        by_name_.try_emplace(endpoint.name, identity_of_.size());
        identity_of_.push_back(found->second);
    }
}

Bits Identities::of_kind(EndpointKind kind) const {
    Bits bits(size());
    for (size_t i = 0; i < size(); ++i) {
        if (kinds_[i] == kind) bits.set(i);
    }
    return bits;
}

}  // namespace pgreach::engine
