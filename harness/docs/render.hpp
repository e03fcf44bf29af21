#pragma once

#include <string>

#include "docs/check.hpp"

namespace pgreach::docs {

// "1 page, 7 examples (7 unchanged): 3 errors, 0 warnings, 5 notes"
std::string summary(const CheckResult& result);

// All of these end in a newline.
std::string to_text(const CheckResult& result);      // a table of examples, what has changed, and the findings
std::string to_json(const CheckResult& result);      // schema "pgreach.docs/v1"
std::string to_markdown(const CheckResult& result);  // for a job's summary or a pull request
std::string to_sarif(const CheckResult& result);     // SARIF 2.1.0

}  // namespace pgreach::docs
