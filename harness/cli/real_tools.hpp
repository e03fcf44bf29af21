#pragma once

#include "backend/cluster/options.hpp"
#include "base/clock.hpp"
#include "proc/runner.hpp"
#include "proc/starter.hpp"

namespace pgreach::cli {

// The real tools for the backends on Kubernetes, with what they need to work. Cleaning up goes on after Ctrl-C.
struct RealTools {
    RealTools(const StopSignal& stop, Progress& progress)
        : runner(stop), cleaner(never_stop), tools{runner, cleaner, starter, stop, clock, progress} {}
    RealTools(const RealTools&) = delete;
    RealTools& operator=(const RealTools&) = delete;

    NeverStop never_stop;
    SteadyClock clock;
    proc::ForkingProcessRunner runner;
    proc::ForkingProcessRunner cleaner;
    proc::ForkingChildStarter starter;
    backend::Tools tools;
};

}  // namespace pgreach::cli
