#include "run/settle.hpp"

#include <poll.h>

#include <algorithm>

#include "model/names.hpp"

namespace pgreach::run {
namespace {

Error interrupted() {
    return {ErrorKind::interrupted, "interrupted"};
}

// Lets time pass between looks, a little more each time: looking keeps those busy who are waited for. Not longer than
// the user wants to wait.
class Pauses {
  public:
    explicit Pauses(const StopSignal& stop) : stop_(stop) {}
    void pause() {
        pollfd waiting{stop_.fd(), POLLIN, 0};
        ::poll(&waiting, 1, static_cast<int>(interval_.count()));
        interval_ = std::min(interval_ * 3 / 2, std::chrono::milliseconds(500));
    }

  private:
    const StopSignal& stop_;
    std::chrono::milliseconds interval_{100};
};

// Whether it is within the limit.
Result<bool> wait_until_realised(const Context& context, TimePoint deadline) {
    for (Pauses pauses(context.stop);; pauses.pause()) {
        if (context.stop.requested()) return interrupted();
        const auto realised = context.backend.realised();
        if (!realised) return realised.error();
        if (*realised || context.clock.now() >= deadline) return *realised;
        context.progress.update("waiting until the policies are in force");
    }
}

bool is_as_expected(const Observation& observation, Verdict verdict) {
    return observation.observed == (verdict == Verdict::allow ? Observed::open : Observed::closed);
}

bool as_expected(const std::vector<Observation>& observations, const std::vector<Verdict>& expected) {
    return std::equal(observations.begin(), observations.end(), expected.begin(), expected.end(), is_as_expected);
}

// What is not as expected while nobody says that the policies are in force is no finding about them.
void doubt_unexpected(std::vector<Observation>& observations, const std::vector<Verdict>& expected) {
    for (size_t i = 0; i < observations.size(); ++i) {
        if (is_as_expected(observations[i], expected[i])) continue;
        observations[i].reason = "seen " + std::string(to_string(observations[i].observed)) +
                                 ", but the policies were not said to be in force within the limit";
        observations[i].observed = Observed::unclear;
    }
}

// What the rounds that held show beside the first of them.
void add(std::vector<Observation> more, std::vector<Observation>& observations) {
    for (size_t i = 0; i < observations.size(); ++i) {
        std::move(more[i].evidence.begin(), more[i].evidence.end(), std::back_inserter(observations[i].evidence));
        std::move(more[i].attempts.begin(), more[i].attempts.end(), std::back_inserter(observations[i].attempts));
    }
}

bool as_expected(const std::vector<HealthCheck>& checks, const Expected& expected) {
    return std::all_of(checks.begin(), checks.end(), [&](const HealthCheck& check) {
        const auto verdict = expected.health(check);
        if (!verdict) return true;
        return check.state == (*verdict == Verdict::allow ? HealthState::working : HealthState::broken);
    });
}

// The database follows the packets with a delay of its own (a replica reconnects): look until it has.
Result<void> settle_health(const Context& context, const Expected& expected, TimePoint deadline, Settled& settled) {
    for (Pauses pauses(context.stop);; pauses.pause()) {
        auto health = context.backend.health();
        if (!health) return std::move(health).error();
        settled.health = *std::move(health);
        if (as_expected(settled.health, expected) || context.clock.now() >= deadline) return {};
        if (context.stop.requested()) return interrupted();
    }
}

}  // namespace

Result<std::vector<Observation>> observe(const Context& context, const std::vector<Flow>& flows, backend::Depth depth) {
    const auto capabilities = context.backend.capabilities();
    const auto limit = context.attempt_limit.count() > 0 ? context.attempt_limit : capabilities.attempt_limit;
    const size_t portion = context.in_flight > 0 ? context.in_flight : flows.size();
    std::vector<Observation> observations;
    for (size_t begin = 0; begin < flows.size(); begin += portion) {
        if (context.stop.requested()) return interrupted();
        const auto from = flows.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = static_cast<std::ptrdiff_t>(std::min(portion, flows.size() - begin));
        auto seen = context.backend.observe({from, from + count}, limit, depth);
        if (!seen) return seen;
        std::move(seen->begin(), seen->end(), std::back_inserter(observations));
    }
    return observations;
}

Result<Settled> settle(const Context& context, const std::vector<Flow>& flows, const Expected& expected) {
    const auto capabilities = context.backend.capabilities();
    const auto start = context.clock.now();
    const auto deadline = start + capabilities.settle_limit;
    Settled settled;
    const auto milliseconds_since = [&](TimePoint when) { return since(when, context.clock.now()).count() / 1000; };
    auto confirmed = wait_until_realised(context, deadline);
    if (!confirmed) return std::move(confirmed).error();
    const auto in_force = context.clock.now();
    settled.in_force_ms = since(start, in_force).count() / 1000;
    Pauses pauses(context.stop);
    for (int held = 0; held < capabilities.hold_rounds;) {
        const auto round = context.clock.now();
        // The first goes all the way; those that follow need only show that it holds.
        const auto depth = held == 0 ? backend::Depth::full : backend::Depth::brief;
        auto seen = observe(context, flows, depth);
        if (!seen) return std::move(seen).error();
        ++settled.rounds;
        const bool expected_now = as_expected(*seen, expected.flows);
        if (expected_now && held > 0) {
            add(*std::move(seen), settled.observations);
        } else {
            settled.observations = *std::move(seen);
        }
        if (expected_now) {
            if (held++ == 0) settled.milliseconds = since(start, round).count() / 1000;
            continue;
        }
        held = 0;
        settled.milliseconds = milliseconds_since(start);
        if (context.clock.now() >= deadline) break;
        pauses.pause();
    }
    if (!*confirmed) doubt_unexpected(settled.observations, expected.flows);
    settled.observe_ms = milliseconds_since(in_force);
    const auto observed = context.clock.now();
    if (auto looked = settle_health(context, expected, observed + capabilities.settle_limit, settled); !looked) {
        return std::move(looked).error();
    }
    settled.health_ms = milliseconds_since(observed);
    return settled;
}

}  // namespace pgreach::run
