#include "netns/private_node.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "base/file.hpp"
#include "base/unique_fd.hpp"
#include "netns/node_init.hpp"
#include "netns/user_namespace.hpp"

namespace pgreach::netns {
namespace {

using Body = std::function<int(const PrivateNode&)>;

struct Pipe {
    UniqueFd read;
    UniqueFd write;
};

Result<Pipe> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("cannot create a pipe", errno);
    return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// Holds the ending signals back while a node runs, and hands them over one by one.
class SignalGuard {
  public:
    SignalGuard() {
        const sigset_t signals = ending_signals();
        sigset_t blocked = signals;
        ::sigaddset(&blocked, SIGCHLD);  // for the node's first process, which inherits this
        ::sigprocmask(SIG_BLOCK, &blocked, &before_);
        fd_.reset(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    }
    SignalGuard(const SignalGuard&) = delete;
    SignalGuard& operator=(const SignalGuard&) = delete;
    ~SignalGuard() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

    const sigset_t& before() const { return before_; }
    int fd() const { return fd_.get(); }
    // 0 where none waits.
    int take() const {
        signalfd_siginfo told{};
        return ::read(fd_.get(), &told, sizeof told) == sizeof told ? static_cast<int>(told.ssi_signo) : 0;
    }

  private:
    sigset_t before_{};
    UniqueFd fd_;
};

// How the attempt to make a node and run the body in it went.
struct Outcome {
    NodeReport report;
    bool reported = false;
    int signalled = 0;  // the last ending signal that was passed on
    Error mapping = {};
    bool mapped = true;
    int clone_error = 0;

    bool made() const { return clone_error == 0 && mapped && report.failed_step.front() == '\0'; }
};

// fork(2) into new namespaces. The raw call, since fork(3) takes no flags; the child itself never touches what glibc
// would have set up anew, and its own fork(3) does that for the body.
pid_t fork_into(int namespaces) {
    return static_cast<pid_t>(::syscall(SYS_clone, namespaces | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

void await(pid_t node, int report, const SignalGuard& signals, Outcome& outcome) {
    for (;;) {
        pollfd watched[2] = {{report, POLLIN, 0}, {signals.fd(), POLLIN, 0}};
        if (::poll(watched, 2, -1) < 0 && errno != EINTR) break;
        if (const int number = signals.take(); number != 0) {
            outcome.signalled = number;
            ::kill(node, number);
        }
        if (watched[0].revents == 0) continue;
        outcome.reported = ::read(report, &outcome.report, sizeof outcome.report) == sizeof outcome.report;
        break;
    }
    // It has said all it had to say, or is dead: this reaps it, and returns once everything below it is gone.
    while (::waitpid(node, nullptr, 0) < 0 && errno == EINTR) {
    }
}

Result<Outcome> attempt(const NodeOptions& options, const SignalGuard& signals, bool user_namespace, const Body& body) {
    auto go = make_pipe();
    if (!go) return std::move(go).error();
    auto report = make_pipe();
    if (!report) return std::move(report).error();
    std::fflush(nullptr);
    const int others = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
    const pid_t node = fork_into(others | (user_namespace ? CLONE_NEWUSER : 0));
    if (node == 0) {
        go->write.reset();
        report->read.reset();
        be_node_init(options, {go->read.get(), report->write.get()}, signals.before(), body);
    }
    Outcome outcome;
    if (node < 0) {
        outcome.clone_error = errno;
        return outcome;
    }
    report->write.reset();
    if (user_namespace) {
        if (auto mapped = map_ids(node); !mapped) {
            outcome.mapped = false;
            outcome.mapping = std::move(mapped).error();
        }
    }
    if (outcome.mapped && ::write(go->write.get(), "g", 1) != 1) outcome.mapped = false;
    if (!outcome.mapped) go->write.reset();  // the child reads the end of the pipe, and ends
    await(node, report->read.get(), signals, outcome);
    return outcome;
}

std::string why_not_made(const Outcome& outcome) {
    if (outcome.clone_error != 0) return std::strerror(outcome.clone_error);
    if (!outcome.mapped) return outcome.mapping.message;
    return std::string(outcome.report.failed_step.data()) + ": " + std::strerror(outcome.report.error_number);
}

Result<int> ending_of(const Outcome& outcome) {
    if (!outcome.reported) return environment_error("the private node was killed");
    const int status = outcome.report.body_status;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    const int number = WTERMSIG(status);
    const std::string text = "ended by signal " + std::to_string(number) + " (" + ::strsignal(number) + ")";
    if (number == outcome.signalled) return Error{ErrorKind::interrupted, text};
    if (number == SIGKILL) return environment_error(text, "look for the out-of-memory killer: dmesg | tail");
    return Error{ErrorKind::internal, text};
}

// User namespaces first, also for root: servers then never see the real root. Root can do without.
Result<Outcome> make_and_run(const NodeOptions& options, const Body& body, NodeKind& kind) {
    const SignalGuard signals;
    kind = NodeKind::user_namespace;
    std::string reason = "forbidden";
    if (options.allow_user_namespace) {
        auto outcome = attempt(options, signals, true, body);
        if (!outcome || outcome->made()) return outcome;
        reason = why_not_made(*outcome);
    }
    const bool as_root = ::geteuid() == 0;
    const NamespaceSettings settings = namespace_settings(as_root);
    if (!settings.found.empty()) reason += "; " + settings.found;
    if (!as_root) return environment_error("cannot create a user namespace: " + reason, settings.remedy);
    kind = NodeKind::root;
    auto outcome = attempt(options, signals, false, body);
    if (!outcome || outcome->made()) return outcome;
    return environment_error("cannot create a private node, neither in a user namespace (" + reason +
                                 ") nor as root (" + why_not_made(*outcome) + ")",
                             settings.remedy + "; or run pgreach as root with CAP_SYS_ADMIN (docker run --privileged)");
}

}  // namespace

Result<int> run_in_private_node(const NodeOptions& options, const Body& body) {
    NodeKind kind{};
    auto outcome = make_and_run(options, body, kind);
    if (!outcome) return std::move(outcome).error();
    return ending_of(*outcome);
}

Result<NodeKind> probe_private_node() {
    NodeKind kind{};
    auto outcome = make_and_run(
        {}, [](const PrivateNode&) { return 0; }, kind);
    if (!outcome) return std::move(outcome).error();
    auto ending = ending_of(*outcome);
    if (!ending) return std::move(ending).error();
    return kind;
}

}  // namespace pgreach::netns
