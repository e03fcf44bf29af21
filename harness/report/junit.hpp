#pragma once

#include <string>

#include "model/record.hpp"

namespace pgreach::report {

// A judged record as JUnit XML: a suite for each scenario, a case for each flow and policy of each step. Docs-defects,
// stale-defects and deviations are failures, inconclusive flows and an early end are errors.
std::string to_junit(const Record& record);

}  // namespace pgreach::report
