#pragma once

#include <string>

#include "base/result.hpp"

namespace pgreach::backend {

// One thing that a place to run in must have, as somebody looked for it: what was found of it, or what is missing with
// the command that mends it.
struct Precondition {
    std::string what;
    Result<std::string> found;
};

}  // namespace pgreach::backend
