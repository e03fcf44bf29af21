#pragma once

#include <vector>

#include "model/record.hpp"
#include "verdict/controls.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// The items of one step: its policies, its flows, its checks of the database.
std::vector<Item> judge_step(const Record& record, const ScenarioRecord& scenario, const StepRecord& step,
                             const Controls& controls);

}  // namespace pgreach::verdict
