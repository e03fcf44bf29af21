#pragma once

#include <string>

#include "lint/lint.hpp"

namespace pgreach::lint {

// "2 files, 7 policies, 1 other object skipped: 2 errors, 5 warnings"
std::string summary(const LintResult& report);

// All of these end in a newline.
std::string to_text(const LintResult& report);   // as a compiler prints them, with the summary as last line
std::string to_json(const LintResult& report);   // schema "pgreach.lint/v1"
std::string to_sarif(const LintResult& report);  // SARIF 2.1.0

}  // namespace pgreach::lint
