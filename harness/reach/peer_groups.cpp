#include "reach/peer_groups.hpp"

#include <algorithm>
#include <optional>

namespace pgreach::reach {

PeerGroups::PeerGroups(const world::Contents& contents, const Evaluation& evaluation, const PartyNames& names,
                       const std::vector<size_t>& peers)
    : contents_(contents), names_(names), all_(peers.empty()) {
    const auto alike = evaluation.ruleset().alike();
    std::map<std::pair<size_t, std::vector<NamedPort>>, size_t> known;
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        const auto identity = evaluation.identities().identity_of(i);
        const auto [found, added] = known.try_emplace({alike[identity], contents.workloads[i].ports}, members_.size());
        if (added) members_.emplace_back();
        group_of_.push_back(found->second);
        if (all_ || std::binary_search(peers.begin(), peers.end(), i)) members_[found->second].push_back(i);
    }
}

size_t PeerGroups::count(const std::vector<size_t>& groups) const {
    size_t sum = 0;
    for (const size_t group : groups) sum += members_[group].size();
    return sum;
}

// A pod reaches itself without any policy being asked. Of many it is one more or less, and lists that differ by that
// alone would be as many as there are pods.
bool PeerGroups::is_apart(const std::vector<size_t>& groups, size_t subject) const {
    if (contents_.workloads[subject].pods > 1) return false;
    const size_t group = group_of_[subject];
    if (!std::binary_search(groups.begin(), groups.end(), group)) return false;
    if (!std::binary_search(members_[group].begin(), members_[group].end(), subject)) return false;
    const size_t of_owner = names_.of_owner(subject);
    return count(groups) <= few || (of_owner > 1 && of_owner <= few);
}

const Parties& PeerGroups::parties(const std::vector<size_t>& groups, size_t subject, bool apart) {
    const auto [known, added] = known_.try_emplace({groups, apart ? subject + 1 : 0});
    if (!added) return known->second;
    std::vector<size_t> workloads;
    for (const size_t group : groups) workloads.insert(workloads.end(), members_[group].begin(), members_[group].end());
    std::sort(workloads.begin(), workloads.end());
    if (apart) workloads.erase(std::find(workloads.begin(), workloads.end(), subject));
    known->second = Parties(names_.name(workloads, apart ? std::optional(subject) : std::nullopt));
    return known->second;
}

PeerGroups::Named PeerGroups::name(const std::vector<size_t>& groups, size_t subject) {
    const size_t found = count(groups);
    std::vector<size_t> told = groups;
    const bool others = all_ && found > few && found > contents_.workloads.size() - found;
    if (others) {
        told.clear();
        for (size_t group = 0; group < size(); ++group) {
            if (!std::binary_search(groups.begin(), groups.end(), group)) told.push_back(group);
        }
    }
    const bool apart = is_apart(told, subject);
    return {parties(told, subject, apart), others, apart};
}

}  // namespace pgreach::reach
