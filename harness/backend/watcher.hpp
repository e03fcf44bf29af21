#pragma once

#include <vector>

#include "backend/semantics.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/flow.hpp"
#include "model/watch.hpp"

namespace pgreach::backend {

// Watches flows in a place that is up, while something changes there; nothing is observed meanwhile. Times are those of
// SteadyClock, in microseconds since its epoch.
class Watcher {
  public:
    virtual ~Watcher() = default;

    // All probes are at it when this returns.
    virtual Result<void> start(const std::vector<Flow>& flows, const WatchRate& rate) = 0;
    // Lets time pass until then. Fails only when interrupted.
    virtual Result<void> go_on(TimePoint until) = 0;
    // What was seen so far, in the order of the flows.
    virtual std::vector<WatchedFlow> seen() = 0;
    // Ends the watch and gives all that was seen.
    virtual Result<std::vector<WatchedFlow>> finish() = 0;

    // What only a stand-in can do. Another Cilium decides from when this returns …
    virtual Result<void> imitate(const Semantics& semantics) = 0;
    // … and for so long everything is open, or closed, as a gap that a test makes on purpose.
    virtual Result<MadeGap> make_gap(Verdict everything, Duration duration) = 0;
};

}  // namespace pgreach::backend
