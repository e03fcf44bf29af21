#include "proc/pipe.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>

#include "base/file.hpp"

namespace pgreach::proc {
namespace {

// Keeps SIGPIPE from this thread while it writes, and takes away the one that its write raised.
class SigpipeGuard {
  public:
    SigpipeGuard() {
        ::sigemptyset(&sigpipe_);
        ::sigaddset(&sigpipe_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
    }
    SigpipeGuard(const SigpipeGuard&) = delete;
    SigpipeGuard& operator=(const SigpipeGuard&) = delete;
    ~SigpipeGuard() {
        if (raised_ && ::sigismember(&before_, SIGPIPE) == 0) {
            const timespec at_once{};
            ::sigtimedwait(&sigpipe_, nullptr, &at_once);
        }
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    void raised() { raised_ = true; }

  private:
    sigset_t sigpipe_{};
    sigset_t before_{};
    bool raised_ = false;
};

Result<UniqueFd> above_standard_streams(int fd) {
    UniqueFd given(fd);
    if (fd > STDERR_FILENO) return given;
    UniqueFd moved(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!moved) return system_error("cannot duplicate a pipe", errno);
    return moved;
}

}  // namespace

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("cannot create a pipe", errno);
    auto read = above_standard_streams(ends[0]);
    auto write = above_standard_streams(ends[1]);
    if (!read) return std::move(read).error();
    if (!write) return std::move(write).error();
    return Pipe{*std::move(read), *std::move(write)};
}

void set_nonblocking(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

Transfer read_some(int fd, std::string& into) {
    std::array<char, 65536> chunk;
    for (;;) {
        const ssize_t count = ::read(fd, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return Transfer::blocked;
        if (count <= 0) return Transfer::closed;
        into.append(chunk.data(), static_cast<size_t>(count));
        return Transfer::more;
    }
}

Transfer write_some(int fd, std::string_view& text) {
    SigpipeGuard guard;
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return Transfer::blocked;
        if (count < 0) {
            if (errno == EPIPE) guard.raised();
            return Transfer::closed;
        }
        text.remove_prefix(static_cast<size_t>(count));
    }
    return Transfer::more;
}

}  // namespace pgreach::proc
