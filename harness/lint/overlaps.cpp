#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/coverage.hpp"
#include "lint/peer_index.hpp"
#include "lint/selector_algebra.hpp"

namespace pgreach::lint {
namespace {

using engine::Peer;

// One item of a peer list: an entity is several peers. A rule that names ports only has one item, everyone.
struct Item {
    size_t rule;  // index among all
    Mark mark;
    std::vector<const Peer*> peers;
};

// Layer 7 rules, ICMP and authentication are more than peers and ports say.
bool is_plain(const PlacedRule& placed) {
    if (placed.item == nullptr) return false;
    for (const auto& [key, mark, value] : placed.item->entries) {
        if (key == "icmps" || key == "authentication") return false;
        if (key != "toPorts") continue;
        for (const auto& rule : value.items) {
            if (rule.entries.size() > 1 || (rule.entries.size() == 1 && rule.entries[0].key != "ports")) return false;
        }
    }
    return true;
}

class Overlaps {
  public:
    explicit Overlaps(const Given& given);
    void check(Diagnostics& found) const;

  private:
    void add_rule(size_t index);
    bool covered_peer(const Item& item, const Peer& peer, const PeerIndex::Entry& wide) const;
    bool covered_by(const Item& item, const PeerIndex::Entry& wide) const;
    void check(const Item& item, Diagnostics& found) const;

    const std::vector<PlacedRule>& rules_;
    std::vector<bool> plain_;
    std::vector<Item> items_;  // of rules that allow
    PeerIndex index_;
};

const Peer& everyone() {
    static const Peer peer{engine::Selector{}, "everyone"};
    return peer;
}

Overlaps::Overlaps(const Given& given) : rules_(given.rules) {
    for (size_t i = 0; i < rules_.size(); ++i) {
        plain_.push_back(is_plain(rules_[i]));
        if (!matches_nobody(*rules_[i].rule)) add_rule(i);
    }
}

void Overlaps::add_rule(size_t index) {
    const auto& rule = *rules_[index].rule;
    const auto add = [&](const Peer& peer, Mark mark) {
        if (plain_[index]) index_.add(rule, {index, &peer});
        const bool same = !items_.empty() && items_.back().rule == index && items_.back().mark == mark;
        if (!same && !rule.deny) items_.push_back({index, mark, {}});
        if (!rule.deny) items_.back().peers.push_back(&peer);
    };
    if (matches_everyone(rule)) add(everyone(), rule.mark);
    for (const auto& peer : rule.peers) add(peer, peer.mark);
}

bool Overlaps::covered_peer(const Item& item, const Peer& peer, const PeerIndex::Entry& wide) const {
    if (!covers(*wide.peer, peer) || (wide.rule == item.rule && wide.peer->mark == item.mark)) return false;
    // Of two that cover each other, the later one is superfluous. An entity that is more peers than this is no equal.
    const auto& rule = *rules_[wide.rule].rule;
    const auto peers = std::count_if(rule.peers.begin(), rule.peers.end(),
                                     [&wide](const Peer& other) { return other.mark == wide.peer->mark; });
    const bool mutual = !rule.deny && peers <= std::ssize(item.peers) && covers(peer, *wide.peer) &&
                        covers_subject_and_ports(*rules_[item.rule].rule, rule);
    return !mutual || std::pair(wide.rule, wide.peer) < std::pair(item.rule, &peer);
}

// An item of several peers, an entity, must be covered by one rule as a whole.
bool Overlaps::covered_by(const Item& item, const PeerIndex::Entry& wide) const {
    const auto& rule = *rules_[wide.rule].rule;
    if (!covered_peer(item, *item.peers.front(), wide)) return false;
    if (!covers_subject_and_ports(rule, *rules_[item.rule].rule)) return false;
    return std::all_of(item.peers.begin() + 1, item.peers.end(), [&](const Peer* peer) {
        if (matches_everyone(rule)) return true;
        return std::any_of(rule.peers.begin(), rule.peers.end(), [&](const Peer& other) {
            return covered_peer(item, *peer, {wide.rule, &other});
        });
    });
}

void Overlaps::check(const Item& item, Diagnostics& found) const {
    const PlacedRule& own = rules_[item.rule];
    const std::string& text = item.peers.front()->text;
    const std::string whom = text == "everything" ? "" : " (" + text + ")";
    const auto entry = index_.first(*own.rule, *item.peers.front(), [&](const PeerIndex::Entry& candidate) {
        return (plain_[item.rule] || rules_[candidate.rule].rule->deny) && covered_by(item, candidate);
    });
    if (!entry) return;
    const PlacedRule& wide = rules_[entry->rule];
    if (wide.rule->deny) {
        found.push_back(warning(*own.policy, item.mark, code::always_denied,
                                "this never allows anything: " + wide.name() + " denies all of it" + whom,
                                "deny wins over allow: narrow the deny rule, or take this item out"));
    } else {
        const std::string where = entry->rule == item.rule ? "another item of this list" : wide.name();
        found.push_back(warning(*own.policy, item.mark, code::covered_peer,
                                "superfluous: " + where + " already allows all that this item allows" + whom,
                                "take one of the two out, or narrow the wider one if that was not meant"));
    }
}

void Overlaps::check(Diagnostics& found) const {
    for (const auto& item : items_) {
        const bool never = std::any_of(item.peers.begin(), item.peers.end(), [](const Peer* peer) {
            const auto* selector = std::get_if<engine::Selector>(&peer->what);
            return selector != nullptr && contradictory(*selector);
        });
        if (!never && !contradictory(rules_[item.rule].rule->subject)) check(item, found);
    }
}

}  // namespace

void check_overlaps(const Given& given, Diagnostics& found) {
    Overlaps(given).check(found);
}

}  // namespace pgreach::lint
