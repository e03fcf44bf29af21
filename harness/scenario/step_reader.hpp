#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// What the steps of one scenario share.
struct StepContext {
    const Participants& participants;
    const std::vector<Flow>& planned;
    const std::vector<manifest::Manifest>& policies;
    const std::vector<std::string>& called;  // what steps call each; empty where that is its own name
    const yaml::Node* claims;                // of the scenario, for steps without their own; may be null
};

// The steps of a scenario; without `steps`: one, which applies every policy as a person would. Complains of changes
// that change nothing: a policy removed that is not applied, applied and removed in one step, or never applied.
std::vector<Step> read_steps(Fields& scenario, const yaml::Node& root, const StepContext& context,
                             Complaints& complaints);

}  // namespace pgreach::scenario
