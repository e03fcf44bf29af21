#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "probe/prober.hpp"

namespace pgreach::backend {

// What of this machine limits how much can be done at once.
struct Machine {
    size_t processors = 1;
    size_t descriptors = 1024;  // open files of a process
    std::uint64_t memory = 0;   // bytes that are free
};

// As it is now; the limit of open files is raised as far as is permitted first.
Machine look_at_machine();

// How many of something at most, and what limits it ("2 processors").
struct Limit {
    size_t most = 0;
    std::string because;
};
struct Capacity {
    Limit peers;  // whose probes run at once
    Limit flows;  // that are tried at once
};
Capacity capacity_of(const Machine& machine);

// How many flows to try at once: as many as allowed, fewer once targets answer late because of how busy they are.
class Pace {
  public:
    explicit Pace(size_t most) : at_once_(most) {}
    size_t at_once() const { return at_once_; }
    // Takes what came of the flows that were tried at once; says whether there will be fewer from now on.
    bool take(const std::vector<probe::Probed>& probed, Duration limit);

  private:
    size_t at_once_;
};

}  // namespace pgreach::backend
