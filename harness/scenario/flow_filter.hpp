#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// Which flows of the plan are tried; empty means any. Words as in claims: participants, groups, `all`, `instances`.
struct FlowFilter {
    std::string from = {};
    std::string to = {};
    int port = 0;
};

// The flows of the plan that it lets through.
std::vector<Flow> planned_flows(const Participants& participants, const FlowFilter& filter);

// Fails where no flow of any of the scenarios is let through, and says why: a name that nobody has is a `no_match`
// error, what cannot be probed at all a `usage` error.
Result<void> check(const FlowFilter& filter, const std::vector<Scenario>& scenarios);

}  // namespace pgreach::scenario
