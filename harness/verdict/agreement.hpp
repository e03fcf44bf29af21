#pragma once

#include <vector>

#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// Of a run that repeats its scenarios: one item for each flow, policy and check of the database that was not seen alike
// each time, which is inconclusive whatever the runs mean one by one; where all was, one item that says so. Nothing of
// a run that repeats nothing. What a run could not tell contradicts nothing.
std::vector<Item> judge_agreement(const std::vector<ScenarioVerdict>& scenarios);

}  // namespace pgreach::verdict
