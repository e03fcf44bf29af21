#include "proc/runner.hpp"

#include <poll.h>
#include <sys/ioctl.h>

#include <array>
#include <string_view>

#include "proc/pipe.hpp"
#include "proc/starter.hpp"

namespace pgreach::proc {
namespace {

// One command while it runs: feeds it, collects what it prints, watches for its end.
class Running {
  public:
    Running(Child child, std::string_view input) : child_(std::move(child)), input_(input) {
        if (input_.empty()) child_.input().reset();
    }

    enum class Woken { ended, deadline, stopped };

    Woken wait(TimePoint deadline, int stop_fd) {
        for (;;) {
            std::array<pollfd, 5> watched = {{{child_.pidfd(), POLLIN, 0},
                                              {stop_fd, POLLIN, 0},
                                              {child_.input().get(), POLLOUT, 0},
                                              {child_.output().get(), POLLIN, 0},
                                              {child_.error().get(), POLLIN, 0}}};
            const TimePoint now = SteadyClock().now();
            if (now >= deadline) return Woken::deadline;
            const int timeout = deadline == TimePoint::max() ? -1 : poll_timeout(deadline, now);
            if (::poll(watched.data(), watched.size(), timeout) <= 0) continue;
            if (watched[2].revents != 0) feed();
            if (watched[3].revents != 0) collect(child_.output(), out_);
            if (watched[4].revents != 0) collect(child_.error(), err_);
            if (watched[0].revents != 0) return Woken::ended;
            if (watched[1].revents != 0) return Woken::stopped;
        }
    }

    Completed finish(TimePoint start) {
        const auto exit = child_.wait(TimePoint{});
        drain(child_.output(), out_);
        drain(child_.error(), err_);
        return {exit.value_or(Exit{}), std::move(out_), std::move(err_), since(start, SteadyClock().now())};
    }

    void stop(Duration grace) {
        child_.stop(grace);
        drain(child_.output(), out_);
        drain(child_.error(), err_);
    }

    std::string last_printed() const { return tail(err_.empty() ? out_ : err_); }

  private:
    void feed() {
        const Transfer done = write_some(child_.input().get(), input_);
        if (done != Transfer::blocked) child_.input().reset();
    }
    static void collect(UniqueFd& from, std::string& into) {
        if (read_some(from.get(), into) == Transfer::closed) from.reset();
    }
    // What lies in the pipe after the end. A grandchild outside the group may hold it open, even write on and on, so
    // the end of the stream is not pending.
    static void drain(const UniqueFd& from, std::string& into) {
        int waiting = 0;
        if (!from || ::ioctl(from.get(), FIONREAD, &waiting) != 0) return;
        const size_t enough = into.size() + static_cast<size_t>(waiting);
        while (into.size() < enough && read_some(from.get(), into) == Transfer::more) {
        }
    }

    Child child_;
    std::string_view input_;
    std::string out_;
    std::string err_;
};

Error limit_exceeded(const Command& command, const std::string& printed) {
    const double seconds = std::chrono::duration<double>(*command.limit).count();
    std::string limit = std::to_string(seconds);
    limit.erase(limit.find_last_not_of('0') + 1);
    if (limit.back() == '.') limit.pop_back();
    std::string message = "did not end within " + limit + " s: " + describe(command);
    message += printed.empty() ? "\nit printed nothing" : "\nit last printed: " + printed;
    return environment_error(std::move(message));
}

}  // namespace

Result<Completed> ForkingProcessRunner::run(const Command& command) {
    const Error interrupted{ErrorKind::interrupted, "interrupted: " + describe(command)};
    if (stop_.requested()) return interrupted;
    const TimePoint start = SteadyClock().now();
    Attachment attachment;
    attachment.standard_error = StreamTo::pipe;
    if (command.input.empty()) attachment.standard_input = StreamTo::null;
    auto child = ForkingChildStarter().start(command, attachment);
    if (!child) return std::move(child).error();

    Running running(*std::move(child), command.input);
    const TimePoint deadline = command.limit ? start + *command.limit : TimePoint::max();
    switch (running.wait(deadline, stop_.fd())) {
        case Running::Woken::ended:
            return running.finish(start);
        case Running::Woken::stopped:
            running.stop(grace_);
            return interrupted;
        case Running::Woken::deadline:
            running.stop(grace_);
            return limit_exceeded(command, running.last_printed());
    }
    return Error{ErrorKind::internal, "unexpected wake-up"};
}

}  // namespace pgreach::proc
