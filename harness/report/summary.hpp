#pragma once

#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// Where it ran, what was counted, and in the last line what the run means.
std::string summary_text(const Record& record, const verdict::RunVerdict& verdict);

// "passed", "failed", "inconclusive": the run in one word.
std::string answer_text(const verdict::RunVerdict& verdict);

// "12 scenarios: 9 conforms, 3 known-defect"
std::string scenarios_text(const verdict::RunVerdict& verdict);

// "backend kind, semantics of Cilium 1.20, postgresql 18": where it ran.
std::string environment_text(const Record& record);

// "flows: 3 conforms; policies: none; database: 1 check broken": what was counted.
std::string counts_text(const verdict::RunVerdict& verdict);

// How long each phase took.
std::string phases_text(const Record& record);

}  // namespace pgreach::report
