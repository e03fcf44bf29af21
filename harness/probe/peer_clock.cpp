#include "probe/peer_clock.hpp"

#include <utility>

namespace pgreach::probe {
namespace {

std::int64_t microseconds(TimePoint when) {
    return since({}, when).count();
}

// Clocks of two machines drift apart: a bound that is old is worth less than it was. 100 millionths are more than
// quartz and NTP make of it.
std::int64_t drift_us(TimePoint then, TimePoint now) {
    constexpr std::int64_t parts = 10'000;
    return since(then, now).count() / parts;
}

}  // namespace

void PeerClock::asked(int question, TimePoint when) {
    question_ = question;
    asked_ = when;
}

void PeerClock::answered(int question, std::int64_t its_us, TimePoint when) {
    if (question != question_) return;
    question_ = 0;
    const Bounds bounds{microseconds(asked_) - its_us, microseconds(when) - its_us, when};
    const auto width = [&](const Bounds& some) { return some.highest - some.lowest + 2 * drift_us(some.at, when); };
    if (!best_ || width(bounds) <= width(*best_)) best_ = bounds;
}

std::int64_t PeerClock::ours(std::int64_t its_us) const {
    if (!best_ || (best_->lowest <= 0 && best_->highest >= 0)) return its_us;
    return its_us + best_->lowest + (best_->highest - best_->lowest) / 2;
}

std::int64_t PeerClock::error_us() const {
    if (!best_ || (best_->lowest <= 0 && best_->highest >= 0)) return 0;
    return (best_->highest - best_->lowest) / 2 + 1;
}

}  // namespace pgreach::probe
