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

bool as_expected(const std::vector<Observation>& observations, const Expected& expected, bool drop_evidence) {
    const Grounds grounds{drop_evidence, expected.control};
    const auto fits = [&](const Observation& observation, std::optional<Verdict> verdict) {
        return !verdict || conclude(observation, grounds).observed ==
                               (*verdict == Verdict::allow ? Observed::open : Observed::closed);
    };
    return std::equal(observations.begin(), observations.end(), expected.flows.begin(), expected.flows.end(), fits);
}

// What is seen while the policies may not be in force, or those from before may be, says nothing of them.
void add_doubt(Settled& settled, const std::string& pending) {
    const Doubt doubt{DoubtCause::not_in_force, "the policies are not in force within the limit (" + pending + ")"};
    for (auto& observation : settled.observations) observation.doubts.push_back(doubt);
    for (auto& check : settled.health) check.doubts.push_back(doubt);
}

bool as_expected(const std::vector<HealthCheck>& checks, const Expected& expected) {
    return std::all_of(checks.begin(), checks.end(), [&](const HealthCheck& check) {
        const auto verdict = expected.health(check);
        if (!verdict) return true;
        return conclude(check) == (*verdict == Verdict::allow ? HealthState::working : HealthState::broken);
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

void add(Observation more, Observation& observation) {
    std::move(more.evidence.begin(), more.evidence.end(), std::back_inserter(observation.evidence));
    std::move(more.attempts.begin(), more.attempts.end(), std::back_inserter(observation.attempts));
    std::move(more.doubts.begin(), more.doubts.end(), std::back_inserter(observation.doubts));
}

Result<std::string> await_force(const Context& context, TimePoint deadline) {
    for (Pauses pauses(context.stop);; pauses.pause()) {
        if (context.stop.requested()) return interrupted();
        auto pending = context.backend.pending();
        if (!pending || pending->empty() || context.clock.now() >= deadline) return pending;
        context.progress.update("waiting until the policies are in force: " + *pending);
    }
}

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
    const auto start = since({}, context.start).count();
    for (auto& observation : observations) {
        for (auto& attempt : observation.attempts) attempt.began_us -= start;
    }
    return observations;
}

namespace {

// Rounds until as many in a row as the backend asks for are as expected, or until the deadline.
Result<void> settle_flows(const Context& context, const std::vector<Flow>& flows, const Expected& expected,
                          TimePoint deadline, Settled& settled) {
    const auto capabilities = context.backend.capabilities();
    const int wanted = capabilities.hold_rounds;
    Pauses pauses(context.stop);
    for (int held = 0; held < wanted;) {
        const auto round = context.clock.now();
        // The first goes all the way; those that follow need only show that it holds.
        const auto depth = held == 0 ? backend::Depth::full : backend::Depth::brief;
        auto seen = observe(context, flows, depth);
        if (!seen) return std::move(seen).error();
        ++settled.rounds;
        const bool expected_now = as_expected(*seen, expected, capabilities.drop_evidence);
        if (expected_now && held > 0) {
            // What the rounds that held show beside the first of them.
            for (size_t i = 0; i < seen->size(); ++i) add(std::move((*seen)[i]), settled.observations[i]);
        } else {
            settled.observations = *std::move(seen);
        }
        if (expected_now) {
            if (held++ == 0) settled.first_held = round;
            continue;
        }
        held = 0;
        settled.first_held = context.clock.now();
        if (settled.first_held >= deadline) return {};
        pauses.pause();
    }
    return {};
}

}  // namespace

Result<Settled> settle(const Context& context, const std::vector<Flow>& flows, const Expected& expected) {
    const auto capabilities = context.backend.capabilities();
    Settled settled;
    settled.begun = context.clock.now();
    const auto pending = await_force(context, settled.begun + capabilities.in_force_limit);
    if (!pending) return Error(pending.error());
    settled.in_force = context.clock.now();
    // What is in doubt all the same need not be waited for.
    const Duration limit = pending->empty() ? capabilities.settle_limit : Duration::zero();
    if (auto seen = settle_flows(context, flows, expected, settled.in_force + limit, settled); !seen) {
        return std::move(seen).error();
    }
    settled.observed = context.clock.now();
    if (auto looked = settle_health(context, expected, settled.observed + limit, settled); !looked) {
        return std::move(looked).error();
    }
    settled.ended = context.clock.now();
    if (!pending->empty()) add_doubt(settled, *pending);
    return settled;
}

}  // namespace pgreach::run
