#include "cli/signal_stop.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>

namespace pgreach::cli {
namespace {

int event_of_handler = -1;  // a handler can reach nothing else

void on_signal(int) {
    const int saved = errno;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(event_of_handler, &one, sizeof one);
    errno = saved;
}

}  // namespace

SignalStop::SignalStop() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    event_of_handler = event_.get();
    struct sigaction action {};
    action.sa_handler = on_signal;
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

bool SignalStop::requested() const {
    pollfd waiting{event_.get(), POLLIN, 0};
    return ::poll(&waiting, 1, 0) > 0;
}

}  // namespace pgreach::cli
