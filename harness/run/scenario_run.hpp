#pragma once

#include <vector>

#include "backend/backend.hpp"
#include "base/clock.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"
#include "engine/engine.hpp"
#include "model/record.hpp"
#include "run/applied_policies.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::run {

// What every part of a run works with.
struct Context {
    backend::Backend& backend;
    const Clock& clock;
    const StopSignal& stop;
    Progress& progress;
    Duration attempt_limit{};  // of one attempt; 0: the backend's own
    size_t in_flight = 0;      // flows tried at once; 0: all
    bool keep = false;         // leave it applied, as far as the backend can
};

// One observation of each flow, in portions of `in_flight`.
Result<std::vector<Observation>> observe(const Context& context, const std::vector<Flow>& flows, backend::Depth depth);

// Runs one scenario on a backend that is up: per step admission, apply, settle, observe, look at the database. What
// stands from before goes with the first step, what it leaves applied is for the caller to remove. `record` holds what
// was seen so far even if this fails.
Result<void> run_scenario(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                          AppliedPolicies& applied, ScenarioRecord& record);

}  // namespace pgreach::run
