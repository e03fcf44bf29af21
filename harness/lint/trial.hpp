#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "lint/cnpg_facts.hpp"
#include "lint/cnpg_world.hpp"
#include "lint/gap.hpp"
#include "lint/policy.hpp"
#include "lint/policy_index.hpp"

namespace pgreach::lint {

// One cluster in its small world, under the policies that are for pods of its namespace or the operator's. What is
// closed here is closed in every cluster like it. Refers to what it is given.
class Trial {
  public:
    Trial(const Given& given, const PolicyIndex& index, const Facts& facts, const ClusterFacts& cluster);

    // Every need that is certainly unmet.
    std::vector<Gap> gaps() const;

  private:
    // One side of a flow between two participants.
    struct Side {
        const cnpg::Need& need;
        engine::Direction direction;
        cnpg::Party subject_party;
        const Participant& subject;
        cnpg::Party peer_party;
        const Participant& peer;
    };
    void try_need(const cnpg::Need& need, std::vector<Gap>& found) const;
    std::vector<size_t> peers_of(const Side& side) const;
    std::optional<Gap> gap(const Side& side) const;
    bool is_closed(const engine::Evaluator& evaluator, const Side& side, const std::vector<size_t>& peers) const;
    bool is_open_otherwise(const Side& side) const;
    std::vector<int> ports_of(const Side& side) const;
    const PlacedRule* culprit(const Side& side, bool& denied) const;
    void note_names(Gap& gap) const;
    std::vector<const PlacedRule*> rules_for(engine::Direction direction, size_t endpoint) const;

    const Given& given_;
    const ClusterFacts& cluster_;
    std::vector<const PlacedRule*> rules_;
    SmallWorld small_;
    engine::Evaluator evaluator_;
    engine::Evaluator without_deny_;
};

}  // namespace pgreach::lint
