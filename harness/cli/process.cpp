#include "cli/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <new>
#include <string_view>

#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

// Without a single allocation, for there may be no memory.
[[noreturn]] void end_at_once() {
    constexpr std::string_view no_memory =
        "pgreach: out of memory\n  raise the limit (ulimit -v), or do less at once\n";
    constexpr std::string_view bug = "pgreach: ended by an error that nothing handles: please report it\n";
    bool memory = false;
    try {
        if (const auto current = std::current_exception()) std::rethrow_exception(current);
    } catch (const std::bad_alloc&) {
        memory = true;
    } catch (...) {
    }
    const auto text = memory ? no_memory : bug;
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text.data(), text.size());
    ::_exit(memory ? verdict::exit_inconclusive : verdict::exit_internal);
}

}  // namespace

void prepare_process() {
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // Opened the wrong way round: whoever uses what the caller closed is still told so.
        if (::fcntl(number, F_GETFD) == -1) ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
    ::signal(SIGPIPE, SIG_IGN);
    std::set_terminate(end_at_once);
}

Result<void> check_stack() {
    constexpr rlim_t enough = 1 << 20;
    rlimit limit{};
    if (::getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= enough) return {};
    limit.rlim_cur =
        limit.rlim_max < enough ? limit.rlim_max : enough;  // the stack grows up to the limit as it is then
    if (limit.rlim_cur == enough && ::setrlimit(RLIMIT_STACK, &limit) == 0) return {};
    return environment_error(fmt::format("the stack is limited to {} KiB, which is too little", limit.rlim_cur >> 10U),
                             "raise the limit to 1024 KiB or more (ulimit -s)");
}

}  // namespace pgreach::cli
