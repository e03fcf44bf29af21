#pragma once

#include <string>
#include <vector>

#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// Windows that overlap, of the same kind and predicted alike: one event to a reader.
struct WindowGroup {
    std::vector<WatchWindow> windows;  // never empty
    std::int64_t from_us = 0;          // of the first
    std::int64_t shortest_us = 0;      // of the longest one of them
    std::int64_t longest_us = 0;

    std::vector<Flow> flows(const WatchRecord& watch) const;  // each once
};
std::vector<WindowGroup> grouped(const std::vector<WatchWindow>& windows);

// "10.1 to 15.4 ms"; "10.1 ms" where both are the same.
std::string span_text(std::int64_t shortest_us, std::int64_t longest_us);
// "1.25 s", "10.1 ms", "80 µs".
std::string time_text(std::int64_t microseconds);

// What a watch amounts to: leaks and outages beyond the budget are deviations, what could not be seen is inconclusive.
std::vector<Item> watch_items(const WatchRecord& watch, const WatchVerdict& verdict);

}  // namespace pgreach::verdict
