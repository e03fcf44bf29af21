#include "lint/peer_index.hpp"

#include <algorithm>
#include <variant>

namespace pgreach::lint {
namespace {

using engine::CidrPeer;
using engine::Operator;
using engine::Requirement;
using engine::Selector;

std::string block_key(const manifest::Cidr& block, int bits) {
    std::string key = block.v6 ? "v6 " : "v4 ";
    key += static_cast<char>(bits);
    for (int bit = 0; bit < bits; ++bit) {
        key += (block.address[static_cast<size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0 ? '1' : '0';
    }
    return key;
}

bool is_one_value(const Requirement& requirement) {
    const bool listed = requirement.op == Operator::equals || requirement.op == Operator::in;
    return listed && requirement.values.size() == 1;
}

// Whatever the source: "any:app" may cover "k8s:app".
std::string label_key(const Requirement& requirement) {
    return "label " + requirement.key.key + "=" + requirement.values.front();
}

// One thing that everything that the selector covers shares with it. Labels that all have say little, so they come
// last.
std::string anchor(const Selector& selector) {
    const Requirement* best = nullptr;
    const auto rank = [](const Requirement& requirement) {
        if (requirement.key.key == engine::cluster_key) return 0;
        return requirement.key.key == engine::namespace_key ? 1 : 2;
    };
    for (const auto& requirement : selector.requirements) {
        if (is_one_value(requirement) && (best == nullptr || rank(requirement) > rank(*best))) best = &requirement;
    }
    return best == nullptr ? std::string() : label_key(*best);
}
std::string anchor(const CidrPeer& peer) {
    return block_key(peer.block, peer.block.bits);
}

// The anchors of all that may cover it.
std::vector<std::string> anchors_above(const Selector& selector) {
    std::vector<std::string> anchors = {""};
    for (const auto& requirement : selector.requirements) {
        if (is_one_value(requirement)) anchors.push_back(label_key(requirement));
    }
    std::sort(anchors.begin(), anchors.end());
    anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());
    return anchors;
}
std::vector<std::string> anchors_above(const CidrPeer& peer) {
    std::vector<std::string> anchors = {"", "label world="};  // everything, and the entity world
    for (int bits = 0; bits <= peer.block.bits; ++bits) anchors.push_back(block_key(peer.block, bits));
    return anchors;
}

std::string key_of(const engine::Rule& rule, const std::string& subject, const std::string& peer) {
    return (rule.direction == engine::Direction::ingress ? "in\n" : "out\n") + subject + '\n' + peer;
}

}  // namespace

void PeerIndex::add(const engine::Rule& rule, const Entry& entry) {
    const std::string peer = std::visit([](const auto& what) { return anchor(what); }, entry.peer->what);
    entries_[key_of(rule, anchor(rule.subject), peer)].push_back(entry);
}

std::optional<PeerIndex::Entry> PeerIndex::first(const engine::Rule& rule, const engine::Peer& peer,
                                                 const std::function<bool(const Entry&)>& wanted) const {
    struct Rest {
        const Entry* next;
        const Entry* end;
    };
    std::vector<Rest> lists;
    const auto peers = std::visit([](const auto& what) { return anchors_above(what); }, peer.what);
    for (const auto& subject : anchors_above(rule.subject)) {
        for (const auto& above : peers) {
            const auto found = entries_.find(key_of(rule, subject, above));
            if (found == entries_.end()) continue;
            const auto& entries = found->second;
            lists.push_back({entries.data(), entries.data() + entries.size()});
        }
    }
    // Each list is in order: taken by their heads, none need be copied, and most searches end soon.
    while (!lists.empty()) {
        const auto list = std::min_element(lists.begin(), lists.end(),
                                           [](const Rest& a, const Rest& b) { return a.next->rule < b.next->rule; });
        const Entry& entry = *list->next++;
        if (list->next == list->end) lists.erase(list);
        if (wanted(entry)) return entry;
    }
    return std::nullopt;
}

}  // namespace pgreach::lint
