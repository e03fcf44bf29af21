#include "run/settle.hpp"

#include <poll.h>

#include <algorithm>

namespace pgreach::run {
namespace {

constexpr auto poll_interval = std::chrono::milliseconds(50);

Error interrupted() {
    return {ErrorKind::interrupted, "interrupted"};
}

// Lets time pass, but not longer than the user wants to wait.
void pause(const StopSignal& stop) {
    pollfd waiting{stop.fd(), POLLIN, 0};
    ::poll(&waiting, 1, static_cast<int>(poll_interval.count()));
}

Result<void> wait_until_realised(const Context& context, TimePoint deadline) {
    for (;;) {
        if (context.stop.requested()) return interrupted();
        const auto realised = context.backend.realised();
        if (!realised) return realised.error();
        if (*realised || context.clock.now() >= deadline) return {};
        context.progress.update("waiting until the policies are in force");
        pause(context.stop);
    }
}

bool as_expected(const std::vector<Observation>& observations, const std::vector<Verdict>& expected) {
    return std::equal(observations.begin(), observations.end(), expected.begin(), expected.end(),
                      [](const Observation& observation, Verdict verdict) {
                          const auto wanted = verdict == Verdict::allow ? Observed::open : Observed::closed;
                          return observation.observed == wanted;
                      });
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
    for (;;) {
        auto health = context.backend.health();
        if (!health) return std::move(health).error();
        settled.health = *std::move(health);
        if (as_expected(settled.health, expected) || context.clock.now() >= deadline) return {};
        if (context.stop.requested()) return interrupted();
        pause(context.stop);
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
    if (auto waited = wait_until_realised(context, deadline); !waited) return std::move(waited).error();
    const auto in_force = context.clock.now();
    settled.in_force_ms = since(start, in_force).count() / 1000;
    for (int held = 0; held < capabilities.hold_rounds;) {
        const auto round = context.clock.now();
        // The first goes all the way; those that it has to hold for need only show that nothing changed.
        const auto depth = held == 0 ? backend::Depth::full : backend::Depth::brief;
        auto seen = observe(context, flows, depth);
        if (!seen) return std::move(seen).error();
        ++settled.rounds;
        const bool expected_now = as_expected(*seen, expected.flows);
        if (!expected_now || depth == backend::Depth::full) settled.observations = *std::move(seen);
        if (expected_now) {
            if (held++ == 0) settled.milliseconds = since(start, round).count() / 1000;
            continue;
        }
        held = 0;
        settled.milliseconds = milliseconds_since(start);
        if (context.clock.now() >= deadline) break;
        pause(context.stop);
    }
    settled.observe_ms = milliseconds_since(in_force);
    const auto observed = context.clock.now();
    if (auto looked = settle_health(context, expected, observed + capabilities.settle_limit, settled); !looked) {
        return std::move(looked).error();
    }
    settled.health_ms = milliseconds_since(observed);
    return settled;
}

}  // namespace pgreach::run
