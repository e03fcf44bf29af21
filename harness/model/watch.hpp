#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/flow.hpp"

namespace pgreach {

// A watch tries flows again and again while something changes. Of each flow there are two series of samples: new
// connections, one after the other, and requests on one connection that stays.
enum class ConnectionKind : std::uint8_t { fresh, established };  // "new", "established"

enum class SampleOutcome : std::uint8_t {
    answered,  // by the target
    silent,    // no answer: its first packet, or a later one, got lost
    refused,   // TCP reset
    failed,    // it could not be tried: no route, no socket, no probe
};

// Equal outcomes of one series, one directly after the other. Times in microseconds, all on one clock. A sample shows
// how the flow was at some moment between `begin` (before its first packet was sent) and `sent` (after).
struct WatchRun {
    ConnectionKind kind = ConnectionKind::fresh;
    SampleOutcome outcome = SampleOutcome::answered;
    std::int64_t count = 0;
    std::int64_t first_begin_us = 0;
    std::int64_t first_sent_us = 0;
    std::int64_t last_begin_us = 0;
    std::int64_t last_sent_us = 0;
    std::int64_t longest_step_us = 0;  // between the begins of two samples; also from the last one of the run before
    std::int64_t slowest_us = 0;       // answer, from `begin`
    std::string error = {};            // raw, of the first sample, where there is one
};

// How often a flow is tried: a new connection every `interval`, which may take up to `patience` to be answered, and a
// request every `beat` on the one that stays (0: none stays).
struct WatchRate {
    std::int64_t interval_us = 5'000;
    std::int64_t patience_us = 3'000'000;
    std::int64_t beat_us = 100'000;
};

// Everything seen of one flow.
struct WatchedFlow {
    Flow flow;
    std::vector<WatchRun> runs = {};  // of both series, each in the order of time
    // Why something may be missing: the probe was lost, its log was full. Empty where nothing is.
    std::string missing = {};
    std::int64_t clock_error_us = 0;  // by how much its times may be off against those of others, at most
};

// What was done while flows were watched, and what is predicted from then on.
struct WatchedChange {
    std::string name;    // "applied"
    std::string change;  // "created", "changed", "deleted", "release"; empty of the control, where nothing is applied
    std::int64_t begun_us = 0;
    std::int64_t in_force_us = 0;                          // when the backend said that it is
    std::vector<std::optional<Verdict>> predictions = {};  // in the order of the flows; nothing: not certain
};

// A gap that a test made on purpose: for so long everything was open, or closed.
struct MadeGap {
    Verdict everything = Verdict::allow;
    std::int64_t from_us = 0;
    std::int64_t to_us = 0;
};

// All times since the start of the run.
struct WatchRecord {
    std::string scenario;
    WatchRate rate = {};
    std::int64_t outage_budget_us = 0;  // of each flow
    // The first is the control: nothing is applied, and what is not seen open then is the noise of the place.
    std::vector<WatchedChange> changes = {};
    std::vector<WatchedFlow> flows = {};
    std::int64_t ended_us = 0;
    std::vector<MadeGap> gaps = {};
};

}  // namespace pgreach
