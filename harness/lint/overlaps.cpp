#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/translate.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/coverage.hpp"
#include "lint/peer_index.hpp"
#include "lint/selector_algebra.hpp"
#include "lint/superfluous.hpp"
#include "lint/unresolved.hpp"

namespace pgreach::lint {
namespace {

using engine::Peer;

// Layer 7 rules, ICMP and authentication are more than peers and ports say.
bool is_plain(const PlacedRule& placed) {
    if (placed.item == nullptr || placed.has_variables) return false;
    for (const auto& [key, mark, value] : placed.item->entries) {
        if (key == "icmps" || key == "authentication") return false;
        if (key != "toPorts") continue;
        for (const auto& rule : value.items) {
            if (rule.entries.size() > 1 || (rule.entries.size() == 1 && rule.entries[0].key != "ports")) return false;
        }
    }
    return true;
}

// Of which there can be one in a cluster: two files that have it are for two clusters.
std::string identity_of(const Policy& policy) {
    return policy.manifest.kind + " " + policy.name();
}

class Overlaps {
  public:
    explicit Overlaps(const Given& given);
    void check(Diagnostics& found) const;

  private:
    void add_rule(size_t index);
    std::vector<const Peer*> peers_of(const PlacedRule& placed);
    bool covered_peer(const Item& item, const Peer& peer, const PeerIndex::Entry& wide) const;
    bool covered_by(const Item& item, const PeerIndex::Entry& wide) const;
    bool may_both_be(const Item& item, size_t wide) const;
    bool leaves_no_trace(const Item& item, size_t wide) const;
    void check(const Item& item, Diagnostics& found) const;

    const std::vector<PlacedRule>& rules_;
    const Options& options_;
    std::vector<bool> plain_;
    std::vector<std::vector<const Peer*>> peers_;  // by rule
    std::vector<size_t> items_in_;                 // by rule
    std::vector<Item> items_;                      // of rules that allow
    std::deque<Peer> own_peers_;                   // those that stand for what the engine resolves to nobody
    PeerIndex index_;
};

const Peer& everyone() {
    static const Peer peer{engine::Selector{}, "everyone"};
    return peer;
}

Overlaps::Overlaps(const Given& given) : rules_(given.rules), options_(given.options) {
    for (size_t i = 0; i < rules_.size(); ++i) {
        plain_.push_back(is_plain(rules_[i]));
        peers_.push_back(peers_of(rules_[i]));
        items_in_.push_back(0);
        add_rule(i);
    }
}

// Names, services and groups are compared by what they say.
std::vector<const Peer*> Overlaps::peers_of(const PlacedRule& placed) {
    const auto& rule = *placed.rule;
    std::vector<const Peer*> peers;
    if (rule.selects_nobody) return peers;
    auto unresolved = unresolved_peers(placed);
    for (const auto& peer : rule.peers) {
        const bool stands_for_nobody = std::any_of(unresolved.begin(), unresolved.end(),
                                                   [&peer](const Peer& other) { return other.mark == peer.mark; });
        if (!stands_for_nobody) peers.push_back(&peer);
    }
    if (peers.empty() && unresolved.empty() && matches_everyone(rule)) peers.push_back(&everyone());
    for (auto& peer : unresolved) peers.push_back(&own_peers_.emplace_back(std::move(peer)));
    return peers;
}

void Overlaps::add_rule(size_t index) {
    const PlacedRule& placed = rules_[index];
    for (const Peer* peer : peers_[index]) {
        const Mark mark = peer == &everyone() ? placed.rule->mark : peer->mark;
        if (plain_[index]) index_.add(*placed.rule, {index, peer});
        const bool same = !items_.empty() && items_.back().rule == &placed && items_.back().mark == mark;
        if (placed.rule->deny) continue;
        if (!same) {
            items_.push_back({&placed, mark, {}});
            ++items_in_[index];
        }
        items_.back().peers.push_back(peer);
    }
}

bool Overlaps::covered_peer(const Item& item, const Peer& peer, const PeerIndex::Entry& wide) const {
    const PlacedRule& placed = rules_[wide.rule];
    const auto& rule = *placed.rule;
    if (!covers(*wide.peer, peer, options_.cilium)) return false;
    if (&placed == item.rule && (wide.peer->mark == item.mark || wide.peer == &everyone())) return false;
    // Of two that cover each other, the later one is superfluous. An entity that is more peers than this is no equal.
    const auto& others = peers_[wide.rule];
    const auto peers = std::count_if(others.begin(), others.end(),
                                     [&wide](const Peer* other) { return other->mark == wide.peer->mark; });
    const bool mutual = !rule.deny && peers <= std::ssize(item.peers) && covers(peer, *wide.peer, options_.cilium) &&
                        covers_subject_and_ports(*item.rule->rule, rule);
    const bool earlier = &placed < item.rule || (&placed == item.rule && is_before(wide.peer->mark, peer.mark));
    return !mutual || earlier;
}

// Both can be in force at once, and what requirements would add is not asked (up to 1.18).
bool Overlaps::may_both_be(const Item& item, size_t wide) const {
    const auto& placed = rules_[wide];
    const bool twice =
        placed.policy != item.rule->policy && identity_of(*placed.policy) == identity_of(*item.rule->policy);
    return !twice && placed.rule->required.requirements.empty() && item.rule->rule->required.requirements.empty();
}

// An item of several peers, an entity, must be covered by one rule as a whole.
bool Overlaps::covered_by(const Item& item, const PeerIndex::Entry& wide) const {
    const auto& rule = *rules_[wide.rule].rule;
    if (!may_both_be(item, wide.rule) || !covered_peer(item, *item.peers.front(), wide)) return false;
    if (!covers_subject_and_ports(rule, *item.rule->rule) || !leaves_no_trace(item, wide.rule)) return false;
    const auto& others = peers_[wide.rule];
    return std::all_of(item.peers.begin() + 1, item.peers.end(), [&](const Peer* peer) {
        return std::any_of(others.begin(), others.end(), [&](const Peer* other) {
            return covered_peer(item, *peer, {wide.rule, other});
        });
    });
}

// Default deny stays, too: what brings it may go with the item.
bool Overlaps::leaves_no_trace(const Item& item, size_t wide) const {
    const size_t items = items_in_[static_cast<size_t>(item.rule - rules_.data())];
    return rules_[wide].rule->default_deny || !removal_of(item, items).ends_default_deny;
}

void Overlaps::check(const Item& item, Diagnostics& found) const {
    const PlacedRule& own = *item.rule;
    const auto place = static_cast<size_t>(item.rule - rules_.data());
    const std::string& text = item.peers.front()->text;
    const std::string whom = text == "everything" ? "" : " (" + text + ")";
    const auto first = [&](bool deny) {
        return index_.first(*own.rule, *item.peers.front(), [&](const PeerIndex::Entry& candidate) {
            return rules_[candidate.rule].rule->deny == deny && covered_by(item, candidate);
        });
    };
    // That it is denied stays true when the wider item goes.
    auto entry = first(true);
    if (!entry && plain_[place]) entry = first(false);
    if (!entry) return;
    const PlacedRule& wide = rules_[entry->rule];
    const std::string take_out = std::string("take this ") + removal_of(item, items_in_[place]).what + " out";
    if (wide.rule->deny) {
        found.push_back(warning(*own.policy, item.mark, code::always_denied,
                                "this never allows anything: " + wide.name() + " denies all of it" + whom,
                                take_out + ", or narrow the deny rule: deny wins over allow"));
    } else {
        const std::string where = &wide == &own ? "another item of this list" : wide.name();
        found.push_back(warning(*own.policy, item.mark, code::covered_peer,
                                "superfluous: " + where + " already allows all that this item allows" + whom,
                                take_out + ", or narrow the wider one if that was not meant"));
    }
}

void Overlaps::check(Diagnostics& found) const {
    for (const auto& item : items_) {
        if (item.rule->has_variables) continue;
        const bool never = std::any_of(item.peers.begin(), item.peers.end(), [](const Peer* peer) {
            const auto* selector = std::get_if<engine::Selector>(&peer->what);
            return selector != nullptr && contradictory(*selector);
        });
        if (!never && !contradictory(item.rule->rule->subject)) check(item, found);
    }
}

}  // namespace

void check_overlaps(const Given& given, Diagnostics& found) {
    Overlaps(given).check(found);
}

}  // namespace pgreach::lint
