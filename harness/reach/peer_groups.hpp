#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "reach/answers.hpp"
#include "reach/evaluation.hpp"
#include "reach/parties.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// Workloads that no policy tells apart and that declare the same ports: of all in a group the first is judged. Names
// what is found of them.
class PeerGroups {
  public:
    // `peers`: those that are asked about, sorted; empty: all.
    PeerGroups(const world::Contents& contents, const Evaluation& evaluation, const PartyNames& names,
               const std::vector<size_t>& peers);

    size_t size() const { return members_.size(); }
    size_t group_of(size_t workload) const { return group_of_[workload]; }
    // Of a group, those that are asked about, sorted.
    const std::vector<size_t>& members(size_t group) const { return members_[group]; }

    struct Named {
        Parties parties;
        bool others = false;      // all but these
        bool of_subject = false;  // others of the subject's group would be told otherwise
    };
    // The workloads of these groups, sorted, for an answer about `subject`: without itself where it is one pod and few
    // are told.
    Named name(const std::vector<size_t>& groups, size_t subject);

  private:
    size_t count(const std::vector<size_t>& groups) const;
    bool is_apart(const std::vector<size_t>& groups, size_t subject) const;
    const Parties& parties(const std::vector<size_t>& groups, size_t subject, bool apart);

    const world::Contents& contents_;
    const PartyNames& names_;
    bool all_;
    std::vector<size_t> group_of_;
    std::vector<std::vector<size_t>> members_;
    // By groups, and the workload that is left out (0: nobody, else one more than it).
    std::map<std::pair<std::vector<size_t>, size_t>, Parties> known_;
};

}  // namespace pgreach::reach
