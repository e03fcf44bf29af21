#pragma once

#include <optional>
#include <vector>

#include "run/scenario_run.hpp"
#include "scenario/flow_filter.hpp"

namespace pgreach::run {

// A gap that is made on purpose while the last step is in force, for our tests.
struct WantedGap {
    Verdict everything = Verdict::allow;
    Duration duration{};
};

struct WatchOptions {
    Duration lasts = std::chrono::seconds(30);   // from the first step on, in equal parts for each step
    Duration control = std::chrono::seconds(2);  // before, with nothing applied
    int times = 1;                               // how often the steps are gone through
    Duration outage_budget = std::chrono::seconds(2);
    WatchRate rate = {};
    std::optional<backend::Semantics> swap = {};  // what decides after the last step, in a part of its own
    std::vector<WantedGap> gaps = {};
};

// Watches the flows of a scenario while its steps are applied one after the other: up, positive control, watch,
// control again, down. As with `run`, what was seen stands in the record, which is complete when this returns.
Result<void> watch(const Context& context, const scenario::Scenario& scenario, const scenario::FlowFilter& filter,
                   const WatchOptions& options, Record& record);

}  // namespace pgreach::run
