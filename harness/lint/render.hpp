#pragma once

#include <string>

#include "lint/lint.hpp"

namespace pgreach::lint {

// "2 files, 7 policies, 1 other object skipped: 2 errors, 5 warnings"
std::string summary(const Report& report);

// All of these end in a newline.
std::string to_text(const Report& report);   // as a compiler prints them, with the summary as last line
std::string to_json(const Report& report);   // schema "pgreach.lint/v1"
std::string to_sarif(const Report& report);  // SARIF 2.1.0

}  // namespace pgreach::lint
