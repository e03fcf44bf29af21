#include "backend/embedded/watcher.hpp"

#include <thread>

#include "backend/embedded/enforcement.hpp"
#include "backend/embedded/environment.hpp"

namespace pgreach::backend {
namespace {

std::int64_t microseconds(TimePoint when) {
    return since({}, when).count();
}

std::vector<WatchedFlow> join(const std::vector<Flow>& flows, std::vector<probe::Seen> seen) {
    std::vector<WatchedFlow> all;
    for (size_t i = 0; i < seen.size(); ++i) {
        all.push_back({flows[i], std::move(seen[i].runs), std::move(seen[i].missing), seen[i].clock_error_us});
    }
    return all;
}

// Everybody to every target, on each port.
std::vector<netns::AllowedFlow> all_flows(const Participants& participants, const AddressBook& addresses) {
    return allowed_flows(participants, addresses, engine::PolicySet(engine::Cilium()));
}

}  // namespace

Result<void> EmbeddedWatcher::start(const std::vector<Flow>& flows, const WatchRate& rate) {
    flows_ = flows;
    std::vector<probe::PlannedFlow> planned;
    planned.reserve(flows.size());
    for (const auto& flow : flows) planned.push_back(environment().plan(flow));
    const probe::Repeat repeat{
        .interval = Duration(rate.interval_us), .patience = Duration(rate.patience_us), .beat = Duration(rate.beat_us)};
    return environment().probes->start_watch(planned, repeat);
}

Result<void> EmbeddedWatcher::go_on(TimePoint until) {
    return environment().probes->go_on(until);
}

std::vector<WatchedFlow> EmbeddedWatcher::seen() {
    return join(flows_, environment().probes->seen());
}

Result<std::vector<WatchedFlow>> EmbeddedWatcher::finish() {
    auto seen = environment().probes->finish_watch();
    if (!seen) return std::move(seen).error();
    return join(flows_, *std::move(seen));
}

Result<void> EmbeddedWatcher::imitate(const Semantics& semantics) {
    return backend_.imitate(semantics);
}

Result<MadeGap> EmbeddedWatcher::make_gap(Verdict everything, Duration duration) {
    MadeGap gap{everything};
    const auto& participants = environment().participants;
    const auto& addresses = environment().addresses;
    const auto open =
        everything == Verdict::allow ? all_flows(participants, addresses) : std::vector<netns::AllowedFlow>();
    const auto usual = allowed_flows(participants, addresses, environment().policies);
    if (auto begun = environment().rules->allow(open); !begun) return std::move(begun).error();
    const TimePoint from = SteadyClock().now();
    std::this_thread::sleep_until(from + duration);
    gap.from_us = microseconds(from);
    gap.to_us = microseconds(SteadyClock().now());
    if (auto ended = environment().rules->allow(usual); !ended) return std::move(ended).error();
    return gap;
}

}  // namespace pgreach::backend
