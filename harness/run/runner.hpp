#pragma once

#include <functional>
#include <vector>

#include "run/scenario_run.hpp"

namespace pgreach::run {

// Which flows of the plan are tried; empty means any. Names of members and a port.
struct FlowFilter {
    std::string from = {};
    std::string to = {};
    int port = 0;

    bool matches(const Flow& flow) const;
};

// Called with what is known so far: after each scenario, and at the end.
using RecordSink = std::function<Result<void>(const Record&)>;

// Runs scenarios: for each set of participants up, positive control, the scenarios, control again, down. Never throws
// away what was seen: a failure or an interruption stands in the record. `record` comes with how it was called; it
// leaves unjudged.
void run(const Context& context, const std::vector<scenario::Scenario>& scenarios, const FlowFilter& filter,
         const RecordSink& sink, Record& record);

}  // namespace pgreach::run
