#pragma once

#include <string>
#include <vector>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// What the run set out to do: as recorded, or, in records that hold no plan, as far as the rest of it tells.
RunPlan plan_of(const Record& record);

// What a recorded scenario lacks against the plan (steps, policies, flows) and against the controls of its record
// (checks of the database), and what stands in it twice or unknown. `earlier`: how often the record held that scenario
// before. `ended_early`: then nothing is missed.
std::vector<Item> judge_completeness(const ScenarioRecord& scenario, const RunPlan& plan, const Record& record,
                                     int earlier, bool ended_early);

}  // namespace pgreach::verdict
