#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cilium.hpp"
#include "engine/label_filter.hpp"
#include "engine/labels.hpp"
#include "engine/rule.hpp"
#include "model/world.hpp"
#include "reach/peer_set.hpp"

namespace pgreach::reach {

// Whoever could be at the other end of a flow in a cluster like this one: what rules say of peers as sets of them, so
// that it holds for pods, nodes and addresses that are not there today. Keeps references.
class PeerSpace {
  public:
    // `clusters`: pods of other clusters of a mesh count, too.
    PeerSpace(const World& world, const engine::Cilium& cilium, bool clusters);

    const std::vector<PeerSet>& everybody() const { return everybody_; }
    // Whom a rule is about. `required`: what all rules for the same endpoints require of peers chosen by labels.
    std::vector<PeerSet> peers_of(const engine::Rule& rule, const engine::Selector& required) const;
    std::vector<PeerSet> matching(const engine::Selector& selector) const;

  private:
    // A peer that is told apart by reserved labels; with `has_node_labels` by those of a node, too.
    struct Known {
        PeerSet peers;
        engine::IdentityLabels labels;
        bool has_node_labels = false;
    };
    void add(PeerSet peers, engine::IdentityLabels labels, bool has_node_labels = false);
    void add_nodes();
    void add_api_servers();
    bool put_on_pod(const engine::Requirement& requirement, PeerSet& pod) const;
    bool put_on_known(const engine::Requirement& requirement, const Known& known, PeerSet& peers) const;
    std::optional<PeerSet> outside(const engine::Selector& selector) const;
    std::optional<AddressSet> addresses_with(const engine::Requirement& requirement) const;
    AddressSet addresses_of(const engine::CidrPeer& peer) const;
    void add_peer(const engine::Peer& peer, const engine::Selector& required, std::vector<PeerSet>& found) const;
    bool add_services(const engine::Rule& rule, const engine::Selector& required, std::vector<PeerSet>& found) const;
    void forget_known_namespaces(PeerSet& pods) const;

    const World& world_;
    const engine::Cilium& cilium_;
    bool clusters_;
    engine::LabelFilter filter_;
    std::vector<Known> known_;
    std::vector<PeerSet> everybody_;
};

// Whether pods of other clusters of a mesh matter: a rule is about them, or this cluster has a name, as those of a mesh
// must.
bool knows_other_clusters(const std::vector<engine::Rule>& rules, const engine::Cilium& cilium);

}  // namespace pgreach::reach
