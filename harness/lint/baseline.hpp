#pragma once

#include <string>

#include "base/result.hpp"
#include "lint/lint.hpp"

namespace pgreach::lint {

// The findings of an earlier run, from the JSON that it wrote (--format json). Fails where it is none.
Result<Baseline> read_baseline(const SourcePtr& source);

// What a finding is known by, wherever its line has moved to.
std::string fingerprint(const std::string& file, const std::string& code, const std::string& text);

// Takes the findings that somebody knows of out of the report, and counts them: those of the baseline, and those beside
// whose line, or above it in a line of its own, stands "# pgreach: ignore CODE".
void leave_out_known(const Baseline& baseline, LintResult& report);
void leave_out_ignored(LintResult& report);

}  // namespace pgreach::lint
