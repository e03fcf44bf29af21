#pragma once

#include <chrono>
#include <string>

namespace pgreach {

using Duration = std::chrono::microseconds;
using TimePoint = std::chrono::steady_clock::time_point;

// Time, so that a test can hold it still. Never goes back.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
};

class SteadyClock : public Clock {
  public:
    TimePoint now() const override { return std::chrono::steady_clock::now(); }
};

// Whole time since `start`.
inline Duration since(TimePoint start, TimePoint now) {
    return std::chrono::duration_cast<Duration>(now - start);
}

// Milliseconds left until the deadline, at least 0, rounded up; what poll(2) takes.
int poll_timeout(TimePoint deadline, TimePoint now);

// The wall clock in UTC, "2026-11-24T02:59:21Z".
std::string utc_timestamp();

}  // namespace pgreach
