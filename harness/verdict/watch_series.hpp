#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/watch.hpp"
#include "verdict/watch_verdict.hpp"

namespace pgreach::verdict {

// For so long the same was predicted of a flow.
struct Period {
    Verdict predicted = Verdict::allow;
    std::int64_t from_us = 0;
    std::int64_t to_us = 0;
    size_t change = 0;  // the first one
    bool held = false;  // the same was predicted before it
};

// The periods of a flow after the control. Between the begin of a change and its being in force nothing is predicted
// of what it changes.
std::vector<Period> periods_of(const WatchRecord& watch, size_t flow);
// That of the control.
Period control_period(const WatchRecord& watch);

// The runs of one kind, in the order of time.
std::vector<const WatchRun*> series_of(const WatchedFlow& flow, ConnectionKind kind);

// Whether these samples show the flow as predicted; nothing where they show nothing of it.
std::optional<bool> as_predicted(const WatchRun& run, Verdict predicted);

// Whether there is a sample in that period, for certain.
bool sampled(const Period& period, const std::vector<const WatchRun*>& series);

// When, in that period, the samples of a series show something else.
std::vector<WatchWindow> windows_in(const Period& period, const std::vector<const WatchRun*>& series, size_t flow);

// Whether the last sample that began before that time was answered.
bool stood_at(std::int64_t when_us, const std::vector<const WatchRun*>& series);

// How long after its begin the series was as predicted from that change, and stayed so for a second; nothing where it
// never was before the next change.
std::optional<std::int64_t> enforced_after(const WatchRecord& watch, size_t change, Verdict predicted,
                                           const std::vector<const WatchRun*>& series);

}  // namespace pgreach::verdict
