#pragma once

#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// Where it ran, what was counted, and in the last line what the run means.
std::string summary_text(const Record& record, const verdict::RunVerdict& verdict);

// How long each phase took.
std::string phases_text(const Record& record);

}  // namespace pgreach::report
