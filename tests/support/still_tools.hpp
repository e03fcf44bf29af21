#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"

namespace pgreach::support {

// Somebody did.
class Stopped final : public StopSignal {
  public:
    bool requested() const override { return true; }
    int fd() const override { return -1; }
};

// A minute goes by between two looks, so that every limit comes at once.
class HastyClock final : public Clock {
  public:
    TimePoint now() const override { return now_ += std::chrono::minutes(1); }

  private:
    mutable TimePoint now_{};
};

// Keeps what a person would have been told.
class ToldProgress final : public Progress {
  public:
    void step(const std::string& text) override { told.push_back("* " + text); }
    void update(const std::string& text) override { told.push_back("  " + text); }
    void note(const std::string& text) override { told.push_back("! " + text); }

    std::vector<std::string> told;
};

}  // namespace pgreach::support
