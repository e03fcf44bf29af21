#pragma once

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// What the record means, from nothing but what it holds. The verdict refers to the record.
RunVerdict judge(const Record& record);

}  // namespace pgreach::verdict
