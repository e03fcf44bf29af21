#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/record.hpp"

namespace pgreach::verdict {

// For some time a flow was not as predicted: open though it must be closed (a leak), or closed though it must be open
// (an outage). The first and the last sample that show it, and the nearest ones that do not: it lasted at least from
// `from` to `to`, and at most from `after` to `before`.
struct WatchWindow {
    size_t flow = 0;  // its place in the record
    ConnectionKind kind = ConnectionKind::fresh;
    Verdict predicted = Verdict::deny;
    size_t change = 0;  // the last one before
    std::int64_t from_us = 0;
    std::int64_t to_us = 0;
    std::int64_t after_us = 0;
    std::int64_t before_us = 0;

    bool leak() const { return predicted == Verdict::deny; }
    std::int64_t shortest_us() const { return to_us - from_us; }
    std::int64_t longest_us() const { return before_us - after_us; }
};

// How long one change took until flows were as predicted: from when it was asked for.
struct Enforcement {
    size_t change = 0;
    ConnectionKind kind = ConnectionKind::fresh;
    Verdict to = Verdict::deny;              // what the flows became
    std::vector<std::int64_t> took_us = {};  // of each that did, shortest first
    std::vector<size_t> never = {};          // those that did not before the next change
};

// What samples of one kind can tell.
struct Resolution {
    std::int64_t usual_step_us = 0;  // between two samples, on average
    std::int64_t longest_step_us = 0;
    std::int64_t noise_us = -1;  // the longest outage in the control; -1: none
};

struct WatchVerdict {
    std::array<Resolution, 2> resolution = {};  // by ConnectionKind
    std::vector<WatchWindow> leaks = {};
    std::vector<WatchWindow> outages = {};
    int within_noise = 0;  // outages that were no longer than the control's
    std::vector<Enforcement> enforcement = {};
    // Of each flow: the sum of its outages, at least; of the kind that has more.
    std::vector<std::int64_t> outage_us = {};
    std::vector<size_t> unsure = {};  // flows of which something is missing, or that could not be tried at some time

    const Resolution& of(ConnectionKind kind) const { return resolution[static_cast<size_t>(kind)]; }
};

// What the samples of a watch show. Leaks are not held against noise: nothing but a packet that passed makes an answer.
WatchVerdict judge_watch(const WatchRecord& watch);

}  // namespace pgreach::verdict
