#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reach/addresses.hpp"
#include "reach/label_values.hpp"

namespace pgreach::reach {

// What a peer is to Cilium, whether there is one today or not.
enum class PeerKind : std::uint8_t {
    pod,
    own_node,
    other_node,
    api_server,
    ingress,       // Cilium's own proxy for Ingress and Gateway
    health,        // Cilium's health checks
    initialising,  // an endpoint whose labels are not known yet
    unmanaged,     // a pod without an endpoint of Cilium's
    outside,       // addresses outside the cluster
    named,         // addresses that a DNS name has
    group,         // of a CIDR group that is not among the objects
};

// Which label: of the pod, of its namespace, of a node, or one that the agent gives.
struct PeerLabel {
    enum Of : std::uint8_t { cluster, ns, account, namespace_label, pod_label, node_label };
    Of of = pod_label;
    std::string key = {};

    // A pod has these, whatever it is.
    bool always_there() const { return of == cluster || of == ns || of == account; }
    auto operator<=>(const PeerLabel&) const = default;
};

// Peers that are told apart by labels, addresses or a name: "any pod with role=backend in namespace web". What a label
// is that is not in the map does not matter.
struct PeerSet {
    PeerKind kind = PeerKind::pod;
    std::map<PeerLabel, LabelValues> labels = {};  // pods and nodes
    AddressSet addresses = {};                     // outside
    std::string name = {};  // named, group; of an API server outside the cluster its address; of a node

    static PeerSet pods() { return {}; }
    static PeerSet of(PeerKind kind) { return {kind}; }
    static PeerSet outside(AddressSet addresses) { return {PeerKind::outside, {}, std::move(addresses), {}}; }
    static PeerSet called(PeerKind kind, std::string name) { return {kind, {}, {}, std::move(name)}; }

    // False where no peer is left.
    bool restrict_to(const PeerLabel& label, const LabelValues& values);
    bool covers(const PeerSet& other) const;
    // What both have; nothing where that is nobody.
    std::optional<PeerSet> common(const PeerSet& other) const;
    // What this one has and the other has not, in parts that have nothing in common.
    std::vector<PeerSet> without(const PeerSet& other) const;
    auto operator<=>(const PeerSet&) const = default;
};

// "any pod with role=backend in namespace web", "its own node", "10.0.0.0/8 except 10.1.0.0/16".
std::string to_text(const PeerSet& peers);

// What none of `others` has of these, in parts that have nothing in common; nothing where that would be more than a
// thousand parts, which nobody reads.
std::optional<std::vector<PeerSet>> without(std::vector<PeerSet> some, const std::vector<PeerSet>& others);

}  // namespace pgreach::reach
