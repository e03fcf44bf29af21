#include "probe/watch_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "probe/prober.hpp"

namespace pgreach::probe {
namespace {

// So that a probe never holds more sockets than some thousands, nor gives up an attempt as early as a busy machine
// answers.
constexpr size_t most_sockets = 4096;
constexpr size_t fewest = 20;
constexpr size_t enough = 128;

void set_to(const PeerClock& clock, WatchRun& run) {
    for (auto* time : {&run.first_begin_us, &run.first_sent_us, &run.last_begin_us, &run.last_sent_us}) {
        *time = clock.ours(*time);
    }
}

}  // namespace

WatchBook::WatchBook(int number, const std::vector<PlannedFlow>& flows, const Repeat& repeat)
    : number_(number), flows_(flows.size()) {
    for (size_t place = 0; place < flows.size(); ++place) {
        Watch& watch = instructions_[flows[place].peer];
        watch.flows.push_back({static_cast<int>(place), flows[place].dial});
        logs_[flows[place].peer];
    }
    for (auto& [peer, watch] : instructions_) {
        watch.number = number;
        watch.interval_us = repeat.interval.count();
        watch.patience_us = repeat.patience.count();
        watch.beat_us = repeat.beat.count();
        watch.most = static_cast<int>(std::clamp(most_sockets / watch.flows.size(), fewest, enough));
        watch.name = repeat.name;
        watch.orphaned_us = repeat.orphaned.count();
    }
}

Tell WatchBook::next_question(const std::string& peer) const {
    return {number_, logs_.at(peer).next};
}

void WatchBook::take(const std::string& peer, Told& told, const PeerClock& clock) {
    Log& log = logs_.at(peer);
    if (told.watch != number_) return;
    const std::int64_t next = told.first + std::ssize(told.ended);
    const auto again = std::clamp(log.next - told.first, std::int64_t{0}, std::int64_t{std::ssize(told.ended)});
    told.ended.erase(told.ended.begin(), told.ended.begin() + again);
    const auto known = [&](const FlowRun& run) { return static_cast<size_t>(run.id) < flows_.size(); };
    std::erase_if(told.ended, [&](const FlowRun& run) { return !known(run); });
    std::erase_if(told.open, [&](const FlowRun& run) { return !known(run); });
    if (told.first > log.next) {
        const auto forgotten = fmt::format("the probe's log was full: {} runs are forgotten", told.first - log.next);
        for (const auto& flow : instructions_.at(peer).flows) flows_[static_cast<size_t>(flow.id)].missing = forgotten;
    }
    log.next = std::max(log.next, next);
    log.over = told.over;
    for (auto* runs : {&told.ended, &told.open}) {
        for (auto& run : *runs) set_to(clock, run.run);
    }
    for (const auto& ended : told.ended) flows_[static_cast<size_t>(ended.id)].runs.push_back(ended.run);
    log.open = told.open;
    for (const auto& flow : instructions_.at(peer).flows) {
        auto& error = flows_[static_cast<size_t>(flow.id)].clock_error_us;
        error = std::max(error, clock.error_us());
    }
}

void WatchBook::give_up(const std::string& peer, const std::string& cause) {
    const auto log = logs_.find(peer);
    if (log == logs_.end() || log->second.over) return;
    log->second.over = true;
    for (const auto& flow : instructions_.at(peer).flows) flows_[static_cast<size_t>(flow.id)].missing = cause;
}

bool WatchBook::over(const std::string& peer) const {
    const auto log = logs_.find(peer);
    return log == logs_.end() || log->second.over;
}

bool WatchBook::over() const {
    return std::all_of(logs_.begin(), logs_.end(), [](const auto& log) { return log.second.over; });
}

std::vector<Seen> WatchBook::seen() const {
    std::vector<Seen> all = flows_;
    for (const auto& [peer, log] : logs_) {
        for (const auto& open : log.open) all[static_cast<size_t>(open.id)].runs.push_back(open.run);
    }
    return all;
}

}  // namespace pgreach::probe
