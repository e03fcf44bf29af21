#pragma once

#include <functional>
#include <string>

#include "backend/cluster/options.hpp"
#include "base/result.hpp"

namespace pgreach::backend {

// What is still pending, in words for people; empty once it is there.
using Look = std::function<Result<std::string>()>;

// Looks again and again until nothing is pending any more, and says meanwhile what it waits for. A look that fails in
// the environment is tried again. At the limit: an error with `what` and what was seen last.
Result<void> wait_until(const Tools& tools, const std::string& what, Duration limit, const Look& look);

// Sleeps, or less if the stop signal comes; false then.
bool pause(const StopSignal& stop, Duration duration);

}  // namespace pgreach::backend
