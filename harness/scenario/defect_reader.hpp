#pragma once

#include <vector>

#include "scenario/step_reader.hpp"

namespace pgreach::scenario {

// Hands each known defect of the scenario to the steps that it names (all, where it names none). Complains of defects
// that are about nothing, and of two about the same flow or policy of one step.
void read_known_defects(Fields& scenario, const StepContext& context, std::vector<Step>& steps, Complaints& complaints);

}  // namespace pgreach::scenario
