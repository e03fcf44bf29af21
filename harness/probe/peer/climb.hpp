#pragma once

#include "base/clock.hpp"
#include "model/observation.hpp"

namespace pgreach::probe {

// Notes the rungs that one attempt reaches, and when. Only upwards: a rung that was passed is never noted again.
class Climb {
  public:
    explicit Climb(TimePoint start) : start_(start) {}

    void reach(Rung rung) { reach(rung, elapsed()); }
    void reach(Rung rung, Duration after_start);
    Duration elapsed() const { return since(start_, SteadyClock().now()); }
    Rung highest() const { return rungs_.empty() ? Rung::none : rungs_.back().rung; }
    const std::vector<RungTime>& rungs() const { return rungs_; }

  private:
    TimePoint start_;
    std::vector<RungTime> rungs_;
};

}  // namespace pgreach::probe
