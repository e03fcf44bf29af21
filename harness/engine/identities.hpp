#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/bits.hpp"
#include "engine/labels.hpp"
#include "engine/rule.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// The endpoints of a world, grouped by their labels as Cilium groups them: what policies see of two pods with equal
// labels is the same, so everything is computed once for both.
class Identities {
  public:
    Identities(const World& world, const Cilium& cilium);

    size_t size() const { return labels_.size(); }
    const IdentityLabels& labels(size_t identity) const { return labels_[identity]; }
    bool is_pod(size_t identity) const { return kinds_[identity] == EndpointKind::pod; }
    // Whom policies may select. The node itself has none without the host firewall; the world and other nodes are
    // answered for as Cilium's policy code does, though nothing enforces it there.
    bool may_be_subject(size_t identity) const { return kinds_[identity] != EndpointKind::host; }
    bool is_own_node(size_t identity) const { return kinds_[identity] == EndpointKind::host; }

    Bits pods() const { return of_kind(EndpointKind::pod); }
    Bits own_nodes() const { return of_kind(EndpointKind::host); }

    size_t endpoints() const { return identity_of_.size(); }
    size_t identity_of(size_t endpoint) const { return identity_of_[endpoint]; }
    // Throws std::out_of_range where the world has no such endpoint.
    size_t endpoint(const std::string& name) const { return by_name_.at(name); }

    // The identities that a selector or peer matches.
    template <typename Matcher>
    Bits matching(const Matcher& matcher) const {
        Bits bits(size());
        for (size_t i = 0; i < size(); ++i) {
            if (matcher.matches(labels_[i])) bits.set(i);
        }
        return bits;
    }

  private:
    Bits of_kind(EndpointKind kind) const;

    std::vector<IdentityLabels> labels_;
    std::vector<EndpointKind> kinds_;
    std::vector<std::uint32_t> identity_of_;
    std::unordered_map<std::string, size_t> by_name_;
};

}  // namespace pgreach::engine
