#pragma once

#include <map>
#include <string>

#include "base/result.hpp"

namespace pgreach::cli {

// How many milliseconds each scenario took, by name: as the record or the history in this file tells, the median of
// repetitions, and of the last runs.
Result<std::map<std::string, double>> read_scenario_times(const std::string& path);

}  // namespace pgreach::cli
