#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace pgreach {

// The regular files below a folder, to any depth, that end in one of these (".yaml"), sorted. What begins with a dot is
// left out. Folders behind symbolic links are looked into, each folder once.
Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder,
                                                       const std::vector<std::string>& extensions);

}  // namespace pgreach
