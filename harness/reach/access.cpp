#include "reach/access.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::Ground;
using engine::Outcome;
using engine::Posture;

// More parts of one class than these are not told one by one.
constexpr size_t most_parts_told = 4;

bool is_empty(const std::optional<std::vector<PeerSet>>& peers) {
    return peers && peers->empty();
}

// Of some, those that no other of them covers; of equal ones the first.
std::vector<AccessPart> widest(const std::vector<AccessPart>& parts) {
    std::map<PeerSet, const AccessPart*> distinct;
    for (const auto& part : parts) distinct.try_emplace(part.peers, &part);
    std::vector<AccessPart> found;
    for (const auto& [peers, part] : distinct) {
        const bool within = std::any_of(distinct.begin(), distinct.end(), [&peers = peers](const auto& other) {
            return other.first != peers && other.first.covers(peers);
        });
        if (!within) found.push_back(*part);
    }
    return found;
}

// What is denied of some, without what is covered by more of it.
std::vector<PeerSet> denied_of(const PeerSet& peers, const std::vector<AccessPart>& denied) {
    std::vector<AccessPart> parts;
    for (const auto& part : denied) {
        if (auto both = peers.common(part.peers)) parts.push_back({*std::move(both), part.why});
    }
    std::vector<PeerSet> found;
    for (auto& part : widest(parts)) found.push_back(std::move(part.peers));
    return found;
}

class Gain {
  public:
    Gain(const Access& before, const Access& after) : before_(before), after_(after) {
        for (const auto& part : before.allowed) before_allowed_.push_back(part.peers);
    }

    bool add(const AccessPart& part);
    std::vector<GainedPeers> take() { return std::move(found_); }

  private:
    void tell(const AccessPart& part, std::vector<PeerSet> parts, const Outcome& before);

    const Access& before_;
    const Access& after_;
    std::vector<PeerSet> before_allowed_;
    std::vector<GainedPeers> found_;
};

void Gain::tell(const AccessPart& part, std::vector<PeerSet> parts, const Outcome& before) {
    if (parts.size() > most_parts_told) {
        found_.push_back({part.peers, part.why, before, true});
        return;
    }
    for (auto& peers : parts) found_.push_back({std::move(peers), part.why, before});
}

// Who passes by this part and neither passed before nor was told already; false where that has too many parts.
bool Gain::add(const AccessPart& part) {
    auto passing = without({part.peers}, after_.denied_peers());
    if (!passing) return false;
    for (const auto& denied : before_.denied) {
        std::vector<PeerSet> some;
        for (const auto& peers : *passing) {
            if (auto both = peers.common(denied.peers)) some.push_back(*std::move(both));
        }
        tell(part, std::move(some), denied.why);
    }
    auto rest = without(*std::move(passing), before_.denied_peers());
    if (rest) rest = without(*std::move(rest), before_allowed_);
    if (!rest) return false;
    tell(part, *std::move(rest), {Verdict::deny, Ground::default_deny});
    return true;
}

// Who is told in wider words already.
void leave_out_covered(std::vector<GainedPeers>& found) {
    std::vector<GainedPeers> kept;
    for (size_t i = 0; i < found.size(); ++i) {
        bool covered = false;
        for (size_t j = 0; j < found.size() && !covered; ++j) {
            const bool wider =
                j != i && found[j].peers.covers(found[i].peers) && (!found[j].but_known || found[i].but_known);
            covered = wider && (j < i || !found[i].peers.covers(found[j].peers));
        }
        if (!covered) kept.push_back(found[i]);
    }
    found = std::move(kept);
}

}  // namespace

std::vector<PeerSet> Access::denied_peers() const {
    std::vector<PeerSet> peers;
    for (const auto& part : denied) peers.push_back(part.peers);
    return peers;
}

std::vector<ExposedPeers> exposed_peers(const Access& access) {
    std::vector<std::pair<std::string, ExposedPeers>> told;
    for (const auto& part : widest(access.allowed)) {
        auto but = denied_of(part.peers, access.denied);
        if (!but.empty() && is_empty(without({part.peers}, but))) continue;
        told.push_back({to_text(part.peers), {part.peers, part.why, std::move(but)}});
    }
    std::stable_sort(told.begin(), told.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ExposedPeers> exposed;
    for (auto& [text, peers] : told) exposed.push_back(std::move(peers));
    return exposed;
}

std::optional<std::vector<GainedPeers>> gained_peers(const Access& before, const Access& after) {
    if (before.unprotected) return std::vector<GainedPeers>();
    Gain gain(before, after);
    for (const auto& part : widest(after.allowed)) {
        if (!gain.add(part)) return std::nullopt;
    }
    auto found = gain.take();
    leave_out_covered(found);
    return found;
}

const std::vector<PeerSet>& Accesses::peers_of(std::uint32_t rule, const engine::Selector& required) {
    const auto& of_rule = evaluation_.ruleset().rule(rule);
    if (!required.requirements.empty()) return scratch_ = space_.peers_of(of_rule, required);
    const auto found = plain_.find(rule);
    if (found != plain_.end()) return found->second;
    return plain_.emplace(rule, space_.peers_of(of_rule, required)).first->second;
}

void Accesses::add_rules(const Rules& matching, const Rules& requiring, Access& access) {
    engine::Selector required[2];
    for (const auto rule : requiring) {
        const auto& of_rule = evaluation_.ruleset().rule(rule);
        auto& all = required[of_rule.deny ? 1 : 0].requirements;
        all.insert(all.end(), of_rule.required.requirements.begin(), of_rule.required.requirements.end());
    }
    for (const auto rule : matching) {
        const bool deny = evaluation_.ruleset().rule(rule).deny;
        const Outcome why{deny ? Verdict::deny : Verdict::allow, Ground::rule, rule};
        auto& parts = deny ? access.denied : access.allowed;
        for (const auto& peers : peers_of(rule, required[deny ? 1 : 0])) parts.push_back({peers, why});
    }
}

const Access& Accesses::of(Direction direction, size_t subject, const engine::PortProtocol& l4) {
    const auto identity = evaluation_.identities().identity_of(subject);
    const auto& ruleset = evaluation_.ruleset();
    const auto& side = ruleset.side(direction, identity);
    const Posture posture = evaluation_.is_enforced(subject) ? side.posture : Posture::open;
    const bool own_node = direction == Direction::ingress && ruleset.lets_own_node_in(side);
    Rules matching, requiring;
    for (const auto rule : side.rules) {
        if (posture == Posture::open) break;
        if (ruleset.matches_port(rule, l4, identity)) matching.push_back(rule);
        if (!ruleset.rule(rule).required.requirements.empty()) requiring.push_back(rule);
    }
    const auto [found, added] = known_.try_emplace(Key{direction, posture, own_node, matching, requiring});
    Access& access = found->second;
    if (!added) return access;
    add_rules(matching, requiring, access);
    const auto let_in = [&access](const PeerSet& peers, Ground ground) {
        access.allowed.push_back({peers, {Verdict::allow, ground}});
    };
    if (posture == Posture::default_deny) {
        if (own_node) let_in(PeerSet::of(PeerKind::own_node), Ground::own_node);
        return access;
    }
    access.unprotected = access.denied.empty();
    const Ground ground = posture == Posture::open ? Ground::no_policy : Ground::default_allow;
    for (const auto& peers : space_.everybody()) let_in(peers, ground);
    return access;
}

}  // namespace pgreach::reach
