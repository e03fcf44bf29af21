#pragma once

#include "backend/cluster/options.hpp"
#include "base/clock.hpp"
#include "proc/runner.hpp"
#include "proc/starter.hpp"

namespace pgreach::cli {

// Never asks anybody to stop: teardown goes on after Ctrl-C.
class NoStop final : public StopSignal {
  public:
    bool requested() const override { return false; }
    int fd() const override { return -1; }
};

// The real tools for the backends on Kubernetes, with what they need to work.
struct RealTools {
    RealTools(const StopSignal& stop, Progress& progress)
        : runner(stop), cleaner(no_stop), tools{runner, cleaner, starter, stop, clock, progress} {}
    RealTools(const RealTools&) = delete;
    RealTools& operator=(const RealTools&) = delete;

    NoStop no_stop;
    SteadyClock clock;
    proc::ForkingProcessRunner runner;
    proc::ForkingProcessRunner cleaner;
    proc::ForkingChildStarter starter;
    backend::Tools tools;
};

}  // namespace pgreach::cli
