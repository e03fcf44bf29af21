#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"

namespace pgreach::docs {

// The texts of the pages that these words of a command line name: a file, or every page below a folder (what is hidden
// is left out), each once. Fails where one cannot be read, or a folder has none.
Result<std::vector<SourcePtr>> read_pages(const std::vector<std::string>& words);

}  // namespace pgreach::docs
