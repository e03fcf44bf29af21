#include "reach/parties.hpp"

#include <algorithm>
#include <numeric>

#include "base/printable.hpp"

namespace pgreach::reach {

PartyNames::PartyNames(const world::Contents& contents) : contents_(contents) {
    std::map<world::Owner, size_t> known;
    for (const auto& workload : contents.workloads) {
        const auto [found, added] = known.try_emplace(workload.owner, members_.size());
        if (added) members_.push_back(0);
        ++members_[found->second];
        owner_of_.push_back(found->second);
    }
}

std::vector<Party> PartyNames::name(const std::vector<size_t>& workloads, std::optional<size_t> apart) const {
    std::map<size_t, std::vector<size_t>> by_owner;
    for (const size_t workload : workloads) by_owner[owner_of_[workload]].push_back(workload);
    std::vector<Party> parties;
    for (const auto& [owner, found] : by_owner) {
        const auto& of = contents_.workloads[found[0]].owner;
        const bool without_one =
            apart && owner_of_[*apart] == owner && std::find(found.begin(), found.end(), *apart) == found.end();
        if (found.size() + (without_one ? 1 : 0) == members_[owner]) {
            Party party{members_[owner] == 1 ? contents_.name(found[0]) : of.ns + "/" + of.name, describe(of)};
            for (const size_t member : found) party.pods += contents_.workloads[member].pods;
            if (contents_.workloads[found[0]].assumed) party.text += " (assumed)";
            if (contents_.workloads[found[0]].temporary) party.text += " (while it runs)";
            parties.push_back(std::move(party));
            continue;
        }
        for (const size_t member : found) {
            parties.push_back({contents_.name(member), describe(of) + ": " + contents_.name(member),
                               contents_.workloads[member].pods});
        }
    }
    for (auto& party : parties) {
        party.name = printable_line(party.name);
        party.text = printable_line(party.text);
    }
    std::sort(parties.begin(), parties.end());
    return parties;
}

Party PartyNames::together(const std::vector<size_t>& workloads) const {
    const auto parties = name(workloads);
    const bool of_one = std::all_of(workloads.begin(), workloads.end(), [&](size_t workload) {
        return owner_of_[workload] == owner_of_[workloads.front()];
    });
    Party all = parties.front();
    for (size_t i = 1; i < parties.size(); ++i) {
        all.name += ", " + parties[i].name;
        all.text += of_one ? ", " + parties[i].name : "; " + parties[i].text;
        all.pods += parties[i].pods;
    }
    return all;
}

size_t Parties::pods() const {
    return std::accumulate(begin(), end(), size_t{0}, [](size_t sum, const Party& party) { return sum + party.pods; });
}

std::string Party::describe() const {
    return pods == 1 ? text : text + ", " + std::to_string(pods) + " pods";
}

}  // namespace pgreach::reach
