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
// labels (and equal names of ports) is the same, so everything is computed once for both.
class Identities {
  public:
    Identities(const World& world, const Cilium& cilium);

    size_t size() const { return groups_.size(); }
    const IdentityLabels& labels(size_t identity) const { return groups_[identity].labels; }
    bool is_pod(size_t identity) const { return groups_[identity].kind == EndpointKind::pod; }
    // Whom policies may select. The node itself has none without the host firewall; the world and other nodes are
    // answered for as Cilium's policy code does, though nothing enforces it there.
    bool may_be_subject(size_t identity) const { return !is_own_node(identity) || host_firewall_; }
    bool is_own_node(size_t identity) const { return groups_[identity].kind == EndpointKind::host; }
    // Whether what policies say of it is held to: a pod's side, and a node's with the host firewall.
    bool is_enforced(size_t identity) const { return is_pod(identity) || (host_firewall_ && is_node(identity)); }
    Bits own_nodes() const;

    // Those that a policy selects: pods and whoever is answered for, or nodes by their labels, where the host firewall
    // is on.
    Bits subjects(const Selector& selector, bool of_nodes) const;
    // What its containers call their ports; of two with one name the first counts.
    const std::vector<NamedPort>& named_ports(size_t identity) const { return groups_[identity].named_ports; }

    size_t endpoints() const { return identity_of_.size(); }
    size_t identity_of(size_t endpoint) const { return identity_of_[endpoint]; }
    // Throws std::out_of_range where the world has no such endpoint.
    size_t endpoint(const std::string& name) const { return by_name_.at(name); }

    // The identities that a selector or peer matches.
    Bits matching(const Selector& selector) const;
    Bits matching(const CidrPeer& peer) const;

  private:
    using Places = std::vector<std::uint32_t>;
    void index_labels();
    const Places* candidates(const Selector& selector) const;
    template <typename Visitor>
    void visit_matching(const Selector& selector, const Visitor& visitor) const;

    struct Group {
        IdentityLabels labels;
        EndpointKind kind;
        std::vector<NamedPort> named_ports;
        IdentityLabels as_node;  // what a nodeSelector is asked of
    };
    bool is_node(size_t identity) const;

    bool host_firewall_;
    std::vector<Group> groups_;
    std::vector<std::uint32_t> identity_of_;
    std::unordered_map<std::string, size_t> by_name_;
    std::unordered_map<std::string, Places> by_label_;  // "key=value", of worlds that are not small
};

}  // namespace pgreach::engine
