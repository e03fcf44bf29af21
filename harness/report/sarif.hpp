#pragma once

#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// What is not as claimed, as SARIF 2.1.0 with places in policy file or page: findings are errors, what is inconclusive
// a warning, known defects are notes; what shares a place and a reason is one result. What is about the run itself
// stands among the notifications of the invocation.
std::string to_sarif(const Record& record, const verdict::RunVerdict& verdict);

}  // namespace pgreach::report
