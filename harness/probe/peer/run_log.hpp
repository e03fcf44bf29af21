#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>

#include "probe/protocol.hpp"

namespace pgreach::probe {

// One try of a watch. Times in microseconds on the clock of this machine.
struct Sample {
    SampleOutcome outcome = SampleOutcome::answered;
    std::int64_t begin_us = 0;
    std::int64_t sent_us = 0;
    std::int64_t took_us = 0;  // until the answer, where there is one
    std::string error = {};
};

// What a watch saw, as runs of equal outcomes. A ring: where it is full the oldest runs are forgotten.
class RunLog {
  public:
    explicit RunLog(size_t most) : most_(most) {}

    // Of each series in the order of time.
    void add(int id, ConnectionKind kind, const Sample& sample);
    // The ended runs from that number on, and the open ones.
    Told tell(int watch, std::int64_t since) const;

  private:
    void end(FlowRun run);

    size_t most_;
    std::int64_t first_ = 0;  // the number of the first of `ended_`
    std::deque<FlowRun> ended_;
    std::map<std::pair<int, ConnectionKind>, FlowRun> open_;
};

}  // namespace pgreach::probe
