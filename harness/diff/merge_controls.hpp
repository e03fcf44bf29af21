#pragma once

#include <vector>

#include "model/record.hpp"

namespace pgreach::diff {

// Adds controls of another part of a run. Those of the same participants at the same time become one: each flow has the
// attempts of both, so that it is open only where it was in both, and each check of the database the worse state.
void add_controls(const std::vector<ControlRecord>& controls, std::vector<ControlRecord>& all);

}  // namespace pgreach::diff
