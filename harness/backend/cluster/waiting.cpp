#include "backend/cluster/waiting.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

namespace pgreach::backend {
namespace {

constexpr Duration first_pause = std::chrono::milliseconds(100);
constexpr Duration longest_pause = std::chrono::seconds(1);

double in_seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

bool pause(const StopSignal& stop, Duration duration) {
    pollfd watched{stop.fd(), POLLIN, 0};
    ::poll(&watched, 1, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(duration).count()));
    return !stop.requested();
}

Result<void> wait_until(const Tools& tools, const std::string& what, Duration limit, const Look& look) {
    const TimePoint start = tools.clock.now();
    for (Duration interval = first_pause;; interval = std::min(interval * 3 / 2, longest_pause)) {
        auto pending = look();
        if (pending && pending->empty()) return {};
        if (!pending && pending.error().kind != ErrorKind::environment) return std::move(pending).error();
        const std::string seen = pending ? *pending : pending.error().message;
        if (since(start, tools.clock.now()) >= limit) {
            return environment_error(
                fmt::format("{}: not within {:g} s; last seen: {}", what, in_seconds(limit), seen));
        }
        tools.progress.update(fmt::format("{}: {}", what, seen));
        if (!pause(tools.stop, interval)) return Error{ErrorKind::interrupted, "interrupted while waiting for " + what};
    }
}

}  // namespace pgreach::backend
