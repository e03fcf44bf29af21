#pragma once

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

// Runs scenarios: for each set of participants up, positive control, the scenarios, control again, down. Never throws
// away what was seen: a failure or an interruption stands in the record, which comes with how it was called, and is
// complete when this returns. The journal gets everything as it is seen.
void run(const Context& context, const std::vector<scenario::Scenario>& scenarios, const FlowFilter& filter,
         verdict::Journal& journal, Record& record);

}  // namespace pgreach::run
