#pragma once

#include <vector>

#include "run/scenario_run.hpp"
#include "scenario/flow_filter.hpp"

namespace pgreach::run {

// Runs scenarios: for each set of participants up, positive control, the scenarios, control again, down. Never throws
// away what was seen: a failure or an interruption stands in the record, which comes with how it was called, and is
// complete when this returns. The journal gets everything as it is seen. Fails (usage) where the place is not what was
// asked for, and nothing ran.
Result<void> run(const Context& context, const std::vector<scenario::Scenario>& scenarios,
                 const scenario::FlowFilter& filter, verdict::Journal& journal, Record& record);

// What these set out to do: scenario by scenario, in the order of a run.
std::vector<PlannedScenario> plan_of(const std::vector<scenario::Scenario>& scenarios);

}  // namespace pgreach::run
