#pragma once

#include "base/stop.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::cli {

// Ctrl-C, SIGTERM and SIGHUP as a stop signal. One of these at a time; it stays in force in forked children.
class SignalStop final : public StopSignal {
  public:
    SignalStop();
    bool requested() const override;
    int fd() const override { return event_.get(); }

  private:
    UniqueFd event_;
};

}  // namespace pgreach::cli
