#pragma once

#include <string>

#include "diff/diff.hpp"

namespace pgreach::diff {

// All of these end in a newline. `all`: every cell by name, not only the first of those that changed alike.
std::string to_text(const Difference& difference, bool all);
std::string to_markdown(const Difference& difference, bool all);
std::string to_json(const Difference& difference);  // schema "pgreach.diff/v1"

}  // namespace pgreach::diff
