#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace pgreach::probe {

// How the clock of a probe's machine relates to ours, from questions and answers: what it said lies between when it was
// asked and when its answer came.
class PeerClock {
  public:
    void asked(int question, TimePoint when);
    // An answer to any but the last question says nothing.
    void answered(int question, std::int64_t its_us, TimePoint when);

    bool known() const { return best_.has_value(); }
    bool waits() const { return question_ != 0; }
    // That time on our clock, in microseconds since the epoch of SteadyClock. A clock that may be ours is taken for it.
    std::int64_t ours(std::int64_t its_us) const;
    // By how much that may be wrong, at most.
    std::int64_t error_us() const;

  private:
    struct Bounds {
        std::int64_t lowest = 0;  // of what is to be added to its time
        std::int64_t highest = 0;
        TimePoint at{};
    };
    int question_ = 0;  // that has no answer yet
    TimePoint asked_{};
    std::optional<Bounds> best_;
};

}  // namespace pgreach::probe
