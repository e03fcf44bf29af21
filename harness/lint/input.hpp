#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "lint/lint.hpp"

namespace pgreach::lint {

// The texts that these words of a command line name: a file, every *.yaml, *.yml, *.json and *.md below a folder (what
// is hidden is left out), or "-" for `standard_input`. Each file once, in the order given, a folder's by name. Fails
// where one cannot be read, or a folder has none.
Result<std::vector<File>> read_inputs(const std::vector<std::string>& words, std::istream& standard_input);

}  // namespace pgreach::lint
