#pragma once

#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// A verdict as JUnit XML: a suite for each scenario and one for the run, a case for each item. Docs-defects,
// stale-defects and deviations are failures, what is inconclusive is an error, what is not judged is skipped.
std::string to_junit(const Record& record, const verdict::RunVerdict& verdict);

}  // namespace pgreach::report
