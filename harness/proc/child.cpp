#include "proc/child.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <utility>

namespace pgreach::proc {

Child::Child(pid_t pid, UniqueFd pidfd, UniqueFd input, UniqueFd output, UniqueFd error)
    : pid_(pid),
      pidfd_(std::move(pidfd)),
      input_(std::move(input)),
      output_(std::move(output)),
      error_(std::move(error)) {}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pidfd_(std::move(other.pidfd_)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      error_(std::move(other.error_)),
      exit_(other.exit_) {}

Child& Child::operator=(Child&& other) noexcept {
    std::swap(pid_, other.pid_);
    std::swap(pidfd_, other.pidfd_);
    std::swap(input_, other.input_);
    std::swap(output_, other.output_);
    std::swap(error_, other.error_);
    std::swap(exit_, other.exit_);
    return *this;
}

Child::~Child() {
    if (pid_ < 0 || exit_) return;
    signal(SIGKILL);
    reap();
}

void Child::signal(int number) {
    // Until we reap it, the dead leader holds its number, so this can never reach another group.
    if (pid_ > 0 && !exit_) ::kill(-pid_, number);
}

std::optional<Exit> Child::wait(TimePoint deadline) {
    if (exit_) return exit_;
    for (;;) {
        pollfd ended{pidfd_.get(), POLLIN, 0};
        const int ready = ::poll(&ended, 1, poll_timeout(deadline, SteadyClock().now()));
        if (ready > 0) return reap();
        if (ready == 0) return std::nullopt;
        if (errno != EINTR) return std::nullopt;
    }
}

Exit Child::stop(Duration grace) {
    signal(SIGTERM);
    wait(SteadyClock().now() + grace);
    signal(SIGKILL);
    return exit_ ? *exit_ : reap();
}

Exit Child::reap() {
    // What the leader left behind in its group ends with it.
    signal(SIGKILL);
    siginfo_t info{};
    while (::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED) != 0 && errno == EINTR) {
    }
    const bool exited = info.si_code == CLD_EXITED;
    exit_ = exited ? Exit{info.si_status, 0} : Exit{0, info.si_status};
    return *exit_;
}

}  // namespace pgreach::proc
