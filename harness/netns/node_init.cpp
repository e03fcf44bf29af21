#include "netns/node_init.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

namespace pgreach::netns {
namespace {

[[noreturn]] void tell(int report, const NodeReport& told) {
    [[maybe_unused]] const ssize_t ignored = ::write(report, &told, sizeof told);
    ::_exit(0);
}

[[noreturn]] void give_up(int report, const char* step) {
    NodeReport told;
    told.error_number = errno;
    std::strncpy(told.failed_step.data(), step, told.failed_step.size() - 1);
    tell(report, told);
}

// PDEATHSIG alone is too late where the launcher is gone already: its end of the pipe tells.
void wait_for_launcher(const NodePipes& pipes) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    char go = 0;
    if (::read(pipes.go, &go, 1) != 1) ::_exit(1);
    // Signals of the terminal go to the launcher alone, which passes them on: once, not twice. Its output stays ours.
    ::setpgid(0, 0);
    ::signal(SIGTTOU, SIG_IGN);
}

// Our number on the host, which only the host's /proc can tell.
pid_t number_outside() {
    std::array<char, 32> number{};
    const ssize_t length = ::readlink("/proc/self", number.data(), number.size() - 1);
    return length > 0 ? static_cast<pid_t>(std::strtol(number.data(), nullptr, 10)) : ::getpid();
}

// A tmpfs needs a directory to stand on, and no file of the user's may vanish below it: places where nobody keeps any.
// The first is in our own /proc; the others are for kernels and containers that do not let us mount there.
std::string mount_disk(std::uint64_t bytes) {
    const std::string limits = "mode=0755,size=" + std::to_string(bytes);
    for (const char* place : {"/proc/driver", "/sys/kernel/debug", "/dev/mqueue", "/dev/shm"}) {
        if (::mount("pgreach", place, "tmpfs", MS_NOSUID | MS_NODEV, limits.c_str()) == 0) return place;
    }
    return {};
}

// Nothing that we mount may show outside. In a chroot the root is no mount, and the one it lies on cannot be named:
// then it must do to cut off those that we mount upon.
bool cut_off_mounts() {
    constexpr unsigned long alone = MS_REC | MS_PRIVATE;
    if (::mount(nullptr, "/", nullptr, alone, nullptr) == 0) return true;
    if (errno != EINVAL) return false;
    for (const char* place : {"/sys", "/dev"}) ::mount(nullptr, place, nullptr, alone, nullptr);
    return ::mount(nullptr, "/proc", nullptr, alone, nullptr) == 0;
}

std::string make_private(std::uint64_t disk_bytes, int report) {
    if (!cut_off_mounts()) give_up(report, "make the mounts private");
    // May be forbidden where a container hides parts of /proc; what we need of it does not depend on ours.
    ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
    std::string directory = mount_disk(disk_bytes);
    if (directory.empty()) give_up(report, "mount a private tmpfs");
    ::sethostname("pgreach", 7);
    return directory;
}

// Debian's package of PostgreSQL makes a user for it; nobody will do as well.
std::optional<Identity> find_server_user() {
    if (::geteuid() != 0) return std::nullopt;
    const passwd* postgres = ::getpwnam("postgres");
    if (postgres != nullptr && postgres->pw_uid != 0) return Identity{postgres->pw_uid, postgres->pw_gid};
    return Identity{65534, 65534};
}

// Waits for the next of these signals; a child that ended may have been noticed already, hence the caller's loop.
int next_signal(const sigset_t& signals) {
    int number = 0;
    ::sigwait(&signals, &number);
    return number;
}

// Until the body ends: reaps whoever lost its parent, and passes signals on.
int serve(pid_t body) {
    sigset_t signals = ending_signals();
    ::sigaddset(&signals, SIGCHLD);
    for (;;) {
        const int number = next_signal(signals);
        if (number != SIGCHLD) ::kill(body, number);
        int status = 0;
        for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
            if (ended == body) return status;
        }
    }
}

[[noreturn]] void be_body(const PrivateNode& node, const sigset_t& signals,
                          const std::function<int(const PrivateNode&)>& body) {
    ::sigprocmask(SIG_SETMASK, &signals, nullptr);
    const int code = body(node);
    std::cout.flush();
    std::fflush(nullptr);
    ::_exit(code);
}

}  // namespace

sigset_t ending_signals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&signals, number);
    return signals;
}

void be_node_init(const NodeOptions& options, const NodePipes& pipes, const sigset_t& body_signals,
                  const std::function<int(const PrivateNode&)>& body) {
    wait_for_launcher(pipes);
    PrivateNode node;
    node.outside_pid = number_outside();
    node.directory = make_private(options.disk_bytes, pipes.report);
    node.server_user = find_server_user();
    const pid_t child = ::fork();
    if (child < 0) give_up(pipes.report, "fork");
    if (child == 0) be_body(node, body_signals, body);
    NodeReport told;
    told.body_status = serve(child);
    tell(pipes.report, told);
}

}  // namespace pgreach::netns
