#pragma once

#include <string>

#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// What a watch saw, for a person: how fine it sees, what was done and how long it took until it held, leaks and
// outages. Not painted yet.
std::string watch_text(const WatchRecord& watch, const verdict::WatchVerdict& verdict);

}  // namespace pgreach::report
