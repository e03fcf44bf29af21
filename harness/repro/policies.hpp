#pragma once

#include <vector>

#include "base/result.hpp"
#include "model/record.hpp"
#include "repro/cell.hpp"

namespace pgreach::repro {

// A policy as a step has it: what it says, how it was applied, what became of it.
struct AppliedPolicy {
    const PolicyText* text = nullptr;
    const AdmissionRecord* admission = nullptr;
};

// The policies that stand after the cell's step and matter for its flow: those with a rule for one of its sides, and
// those that were not taken as they are, which is often what is to be shown. Where flow and prediction differ all of
// them, since then nobody knows which matter. In the order in which they were applied. Fails (usage) where the record
// does not hold their texts.
Result<std::vector<AppliedPolicy>> policies_that_matter(const Record& record, const Cell& cell,
                                                        const Participants& participants);

}  // namespace pgreach::repro
