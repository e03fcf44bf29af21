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
#include "verdict/journal.hpp"

namespace pgreach::run {

// What every part of a run works with.
struct Context {
    backend::Backend& backend;
    const Clock& clock;
    const StopSignal& stop;
    Progress& progress;
    Duration attempt_limit{};  // of one attempt; 0: the backend's own
    size_t in_flight = 0;      // flows tried at once; 0: all
    TimePoint start{};         // of the run: attempts are recorded relative to it
    bool keep = false;         // keep what was made, as far as the backend can
};

// One observation of each flow, in portions of `in_flight`.
Result<std::vector<Observation>> observe(const Context& context, const std::vector<Flow>& flows, backend::Depth depth);

// The record of a scenario of which nothing was run yet.
ScenarioRecord describe(const scenario::Scenario& scenario);

// Runs one scenario on a backend that is up, where this Cilium decides: per step admission, apply, settle, observe,
// check the database. Policies from before go with the first step, those that it leaves applied are for the caller to
// remove. `record` comes described, and holds what was seen so far even if this fails; each step is put into the
// journal when it has ended.
Result<void> run_scenario(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                          const backend::Semantics& semantics, AppliedPolicies& applied, verdict::Journal& journal,
                          ScenarioRecord& record);

}  // namespace pgreach::run
