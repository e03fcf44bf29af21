#pragma once

#include "reach/compare.hpp"

namespace pgreach::reach {

// Fills in `subjects`, `opened`, `closed` and `unclear`.
void compare_flows(const Version& before, const Version& after, bool all, Comparison& comparison);

}  // namespace pgreach::reach
