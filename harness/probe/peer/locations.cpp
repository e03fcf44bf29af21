#include "probe/peer/locations.hpp"

#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "base/text.hpp"
#include "probe/peer/libraries.hpp"
#include "probe/peer/session.hpp"

namespace pgreach::probe {
namespace {

bool number(std::string_view text, int& into) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), into);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

// What was kept to enter the network is of no use to a probe.
void drop_capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    ::syscall(SYS_capset, &header, none.data());
}

[[noreturn]] void sit(const Location& location, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(3);
    if (location.network >= 0 && ::setns(location.network, CLONE_NEWNET) != 0) {
        std::fprintf(stderr, "pgreach-probe: cannot enter its network: %s\n", std::strerror(errno));
        ::_exit(3);
    }
    drop_capabilities();
    ::dup2(location.in, STDIN_FILENO);
    ::dup2(location.out, STDOUT_FILENO);
    // A probe that kept another's pipes would hide the end of it.
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::_exit(serve(STDIN_FILENO, STDOUT_FILENO));
}

}  // namespace

std::optional<Location> parse_location(std::string_view text) {
    const auto parts = split(text, ':');
    Location location;
    if (parts.size() != 3) return std::nullopt;
    const bool numbers =
        number(parts[0], location.network) && number(parts[1], location.in) && number(parts[2], location.out);
    if (!numbers || location.network < -1 || location.in < 0 || location.out < 0) return std::nullopt;
    return location;
}

int serve_locations(const std::vector<Location>& locations) {
    warm_up();
    const pid_t parent = ::getpid();
    int code = 0;
    for (const auto& location : locations) {
        const pid_t child = ::fork();
        if (child == 0) sit(location, parent);
        if (child < 0) code = 3;
    }
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    int status = 0;
    while (::wait(&status) > 0 || errno == EINTR) {
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) code = 3;
    }
    return code;
}

}  // namespace pgreach::probe
