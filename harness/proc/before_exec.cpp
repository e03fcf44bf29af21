#include "proc/before_exec.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>

namespace pgreach::proc {
namespace {

void restore_signals() {
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD}) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void place_descriptors(const ChildSetup& setup) {
    for (int number = 0; number < 3; ++number) {
        const int stream = setup.streams.at(static_cast<size_t>(number));
        if (stream >= 0 && ::dup2(stream, number) < 0) give_up(setup, "dup2");
    }
    if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0) give_up(setup, "close_range");
    for (const int kept : setup.attachment.descriptors) {
        if (::fcntl(kept, F_SETFD, 0) != 0) give_up(setup, "keep a descriptor");
    }
}

void change_identity(const ChildSetup& setup) {
    const Attachment& as = setup.attachment;
    if (as.network_namespace >= 0 && ::setns(as.network_namespace, CLONE_NEWNET) != 0) {
        give_up(setup, "enter the network namespace");
    }
    if (as.user >= 0 && ::setgroups(0, nullptr) != 0) give_up(setup, "setgroups");
    if (as.group >= 0 && ::setgid(static_cast<gid_t>(as.group)) != 0) give_up(setup, "setgid");
    if (as.user >= 0 && ::setuid(static_cast<uid_t>(as.user)) != 0) give_up(setup, "setuid");
}

// Makes them inheritable, permitted and ambient: that is what exec leaves to a program without any of its own.
void keep_capabilities(const ChildSetup& setup) {
    if (!setup.attachment.keep_capabilities) return;
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> held{};
    if (::syscall(SYS_capget, &header, held.data()) != 0) give_up(setup, "capget");
    for (auto& word : held) word.inheritable = word.permitted;
    if (::syscall(SYS_capset, &header, held.data()) != 0) give_up(setup, "capset");
    for (unsigned number = 0; number <= CAP_LAST_CAP; ++number) {
        if ((held.at(number / 32).permitted >> (number % 32) & 1U) == 0) continue;
        if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0) != 0) give_up(setup, "keep a capability");
    }
}

// Last, because a change of identity clears the death signal. The parent may have died before it was set; from another
// PID namespace it shows as 0.
void die_with_parent(const ChildSetup& setup) {
    if (!setup.attachment.die_with_parent) return;
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(setup, "prctl");
    const pid_t parent = ::getppid();
    if (parent != 0 && parent != setup.parent) ::_exit(127);
}

}  // namespace

void give_up(const ChildSetup& setup, const char* step) {
    StartFailure told;
    told.error_number = errno;
    std::strncpy(told.step.data(), step, told.step.size() - 1);
    [[maybe_unused]] const ssize_t ignored = ::write(setup.report, &told, sizeof told);
    ::_exit(127);
}

void before_exec(const ChildSetup& setup) {
    ::setpgid(0, 0);
    errno = 0;  // -1 may be the new niceness
    if (setup.attachment.niceness != 0 && ::nice(setup.attachment.niceness) == -1 && errno != 0) give_up(setup, "nice");
    place_descriptors(setup);
    change_identity(setup);
    keep_capabilities(setup);
    restore_signals();
    die_with_parent(setup);
}

}  // namespace pgreach::proc
