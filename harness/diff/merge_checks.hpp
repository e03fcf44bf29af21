#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "diff/merge.hpp"

namespace pgreach::diff {

// "these are no parts of one run: …" (input)
Error not_one_run(const std::string& why);

// "one.json and two.json"
std::string both(const Part& first, const Part& second);

// Fails (input) where parts, as far as each tells of itself, are not of one run: of another environment, plan or day,
// of other participants under the same name, or without the control that others would have to lend them. What they say
// of one scenario is not compared here.
Result<void> check_parts(const std::vector<Part>& parts);

}  // namespace pgreach::diff
