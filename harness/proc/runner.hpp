#pragma once

#include "base/result.hpp"
#include "base/stop.hpp"
#include "proc/command.hpp"

namespace pgreach::proc {

// Runs a command to its end. An exit other than 0 is a Completed; errors are: it cannot be started (environment, names
// the program), its limit is exceeded (environment, with what it last printed), interrupted.
class ProcessRunner {
  public:
    virtual ~ProcessRunner() = default;
    virtual Result<Completed> run(const Command& command) = 0;
};

// On a limit or a stop signal the whole process group gets SIGTERM, and SIGKILL after `grace`. What the command leaves
// behind in its group when it ends is killed too.
class ForkingProcessRunner final : public ProcessRunner {
  public:
    explicit ForkingProcessRunner(const StopSignal& stop, Duration grace = std::chrono::milliseconds(500))
        : stop_(stop), grace_(grace) {}
    Result<Completed> run(const Command& command) override;

  private:
    const StopSignal& stop_;
    Duration grace_;
};

}  // namespace pgreach::proc
