#include "probe/peer/watching.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/file.hpp"

namespace pgreach::probe {
namespace {

// Some megabytes where every one of them is used.
constexpr size_t most_runs = 20'000;

TimePoint at(std::int64_t microseconds) {
    return TimePoint(std::chrono::microseconds(microseconds));
}

// The next of the times that are `interval` apart; those that were missed are not made up for.
std::int64_t after(std::int64_t due, std::int64_t interval, std::int64_t now) {
    return std::max(due + interval, now + (due + interval < now ? interval : 0));
}

void raise_limit_of_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Watching::Watching(Watch watch, UniqueFd epoll)
    : watch_(std::move(watch)),
      epoll_(std::move(epoll)),
      log_(std::make_unique<RunLog>(most_runs)),
      next_us_(now_us()),
      next_beat_us_(next_us_) {}

Result<Watching> Watching::create(Watch instruction) {
    raise_limit_of_files();
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll) return system_error("cannot watch", errno);
    Watching watching(std::move(instruction), std::move(epoll));
    const Watch& watch = watching.watch_;
    for (std::uint32_t place = 0; place < watch.flows.size(); ++place) {
        auto connector =
            Connector::create(watch.flows[place].dial, watching.epoll_.get(), place, static_cast<size_t>(watch.most));
        if (!connector) return std::move(connector).error();
        watching.connectors_.push_back(*std::move(connector));
        if (watch.beat_us > 0) watching.held_.emplace_back(watch.flows[place], *watching.log_);
    }
    return watching;
}

TimePoint Watching::wait(std::vector<pollfd>& descriptors) const {
    descriptors.push_back({epoll_.get(), POLLIN, 0});
    TimePoint wake = TimePoint::max();
    for (const auto& held : held_) {
        const Wait wait = held.wait();
        descriptors.push_back({wait.fd, wait.events, 0});
        wake = std::min(wake, wait.wake);
    }
    if (stopped_us_ == 0) wake = std::min({wake, at(next_us_), held_.empty() ? TimePoint::max() : at(next_beat_us_)});
    // In steps: what is waited for ends a moment after it should.
    if (stopped_us_ != 0 && !over()) wake = std::min(wake, SteadyClock().now() + std::chrono::milliseconds(20));
    return wake;
}

void Watching::go_on(const pollfd* descriptors) {
    if (descriptors[0].revents != 0) take_answers();
    const TimePoint now = SteadyClock().now();
    for (size_t i = 0; i < held_.size(); ++i) {
        const bool due = held_[i].wait().wake <= now;
        if (descriptors[1 + i].revents != 0 || due) held_[i].proceed();
    }
    expire();
    if (stopped_us_ == 0) begin_due();
    keep_decided();
    if (!over()) return;
    connectors_.clear();
    held_.clear();
}

void Watching::take_answers() {
    std::array<epoll_event, 256> events;
    for (;;) {
        const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), 0);
        for (int i = 0; i < count; ++i) {
            const std::uint64_t where = events[static_cast<size_t>(i)].data.u64;
            connectors_.at(where >> 32U).look(static_cast<std::uint32_t>(where));
        }
        if (count < static_cast<int>(events.size())) return;
    }
}

void Watching::begin_due() {
    if (const auto now = now_us(); now >= next_us_) {
        next_us_ = after(next_us_, watch_.interval_us, now);
        for (auto& connector : connectors_) connector.begin();
        // What was answered at once would wake us again.
        take_answers();
    }
    if (const auto now = now_us(); !held_.empty() && now >= next_beat_us_) {
        next_beat_us_ = after(next_beat_us_, watch_.beat_us, now);
        for (auto& held : held_) held.beat();
    }
}

// At the end nobody waits for the last ones longer than for those that had to make place (Connector::begin).
// A new connection is given up before the kernel sends its first packet again, after a second (RFC 6298, 2): the answer
// to that one counts as silent anyway, and where a policy goes, those of all that waited would come at once and fill
// the target's queue, an outage that nobody but the watch has made.
void Watching::expire() {
    constexpr std::int64_t last_us = 500'000, before_again_us = 900'000;
    const std::int64_t now = now_us();
    const bool last = stopped_us_ != 0 && now >= stopped_us_ + last_us;
    const std::int64_t patience = last ? std::min(watch_.patience_us, last_us) : watch_.patience_us;
    for (auto& connector : connectors_) connector.expire(now - std::min(patience, before_again_us));
    for (auto& held : held_) held.expire(now, patience);
}

void Watching::keep_decided() {
    for (size_t i = 0; i < connectors_.size(); ++i) {
        connectors_[i].decided(
            [&](const Sample& sample) { log_->add(watch_.flows[i].id, ConnectionKind::fresh, sample); });
    }
}

void Watching::stop() {
    if (stopped_us_ == 0) stopped_us_ = now_us();
}

bool Watching::over() const {
    if (stopped_us_ == 0) return false;
    return std::none_of(connectors_.begin(), connectors_.end(), [](const auto& one) { return one.waits(); }) &&
           std::none_of(held_.begin(), held_.end(), [](const auto& one) { return one.waits(); });
}

Told Watching::tell(std::int64_t since) const {
    Told told = log_->tell(watch_.number, since);
    told.over = over();
    return told;
}

}  // namespace pgreach::probe
