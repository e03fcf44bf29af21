#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace pgreach::cli {

// Whether each file can be made, tried before anything runs: an hour's run must not end in "no such directory".
Result<void> check_writable(const std::vector<std::string>& paths);

}  // namespace pgreach::cli
