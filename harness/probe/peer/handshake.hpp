#pragma once

#include "base/clock.hpp"
#include "model/observation.hpp"

namespace pgreach::probe {

// Notes the milestones that one attempt reaches, and when. Only upwards: a milestone that was passed is never noted
// again.
class Handshake {
  public:
    explicit Handshake(TimePoint start) : start_(start) {}

    void reach(Milestone milestone) { reach(milestone, elapsed()); }
    void reach(Milestone milestone, Duration after_start);
    Duration elapsed() const { return since(start_, SteadyClock().now()); }
    Milestone highest() const { return milestones_.empty() ? Milestone::none : milestones_.back().milestone; }
    const std::vector<MilestoneTime>& milestones() const { return milestones_; }

  private:
    TimePoint start_;
    std::vector<MilestoneTime> milestones_;
};

}  // namespace pgreach::probe
