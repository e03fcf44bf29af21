#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/participants_reader.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// What the steps of one scenario share.
struct StepContext {
    const NamedParticipants& participants;
    const std::vector<Flow>& planned;
    const std::vector<manifest::Manifest>& policies;
    const yaml::Node* claims;  // of the scenario, for steps without their own; may be null
};

// The steps of a scenario; without `steps`: one, which applies every policy as a person would.
std::vector<Step> read_steps(Fields& scenario, const yaml::Node& root, const StepContext& context,
                             Complaints& complaints);

// Hands each known defect of the scenario to the steps that it names (all, where it names none).
void read_known_defects(Fields& scenario, const StepContext& context, std::vector<Step>& steps, Complaints& complaints);

}  // namespace pgreach::scenario
