#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/record.hpp"

namespace pgreach::diff {

// One part of a run: a shard, or a run of some of the scenarios.
struct Part {
    std::string name;  // as the user knows it: the file
    Record record;
};

struct Merged {
    Record record;
    std::vector<std::string> notes = {};  // for a person: what is missing, and what stands in several parts
};

// The parts as one record, which is judged as one run of them all would be. Fails (input) where they are no parts of
// one run: made in different environments, of several plans, or of a scenario that does not say the same in both.
// Shards that are missing stay in the plan, so that the record lacks them.
Result<Merged> merge(std::vector<Part> parts);

}  // namespace pgreach::diff
