#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "engine/decide.hpp"
#include "reach/evaluation.hpp"
#include "reach/peer_set.hpp"
#include "reach/peer_space.hpp"

namespace pgreach::reach {

// Peers with what lets them pass, or denies it to them.
struct AccessPart {
    PeerSet peers;
    engine::Outcome why;
};

// Whom one side lets pass on one port: those of `allowed` that are not in `denied`, whether they are there or not.
struct Access {
    bool unprotected = false;  // everybody: no policy closes anything
    std::vector<AccessPart> allowed;
    std::vector<AccessPart> denied;

    std::vector<PeerSet> denied_peers() const;
};

// A class of peers that passes; what is denied of it is `but`.
struct ExposedPeers {
    PeerSet peers;
    engine::Outcome why;
    std::vector<PeerSet> but = {};
};
// Of those that pass the widest, sorted by their texts. Empty where nobody could.
std::vector<ExposedPeers> exposed_peers(const Access& access);

// The peers that pass in one version and not in another, each once.
struct GainedPeers {
    PeerSet peers;
    engine::Outcome after;   // lets them pass
    engine::Outcome before;  // did not
    bool but_known = false;  // `peers` without those that passed before, who are too many parts to tell
};
// Nothing where that would take too many parts to find out.
std::optional<std::vector<GainedPeers>> gained_peers(const Access& before, const Access& after);

// Answers of the sides of an evaluation's endpoints; equal ones are found once. Keeps references.
class Accesses {
  public:
    Accesses(const Evaluation& evaluation, bool clusters)
        : evaluation_(evaluation), space_(evaluation.world(), evaluation.policies().in_force.cilium(), clusters) {}
    Accesses(const Accesses&) = delete;
    Accesses& operator=(const Accesses&) = delete;

    // Stays where it is.
    const Access& of(engine::Direction direction, size_t subject, const engine::PortProtocol& l4);

  private:
    using Rules = std::vector<std::uint32_t>;
    using Key = std::tuple<engine::Direction, engine::Posture, bool, Rules, Rules>;
    void add_rules(const Rules& matching, const Rules& requiring, Access& access);
    const std::vector<PeerSet>& peers_of(std::uint32_t rule, const engine::Selector& required);

    const Evaluation& evaluation_;
    PeerSpace space_;
    std::map<Key, Access> known_;
    std::map<std::uint32_t, std::vector<PeerSet>> plain_;  // of rules where nothing is required
    std::vector<PeerSet> scratch_;
};

}  // namespace pgreach::reach
