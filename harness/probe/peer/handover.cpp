#include "probe/peer/handover.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "base/file.hpp"

namespace pgreach::probe {
namespace {

struct Place {
    sockaddr_un address{};
    socklen_t size = 0;
};

// Abstract: the first byte is none.
Place place_of(const std::string& name) {
    Place place;
    place.address.sun_family = AF_UNIX;
    const std::string path = ("pgreach-probe/" + name).substr(0, sizeof place.address.sun_path - 1);
    std::memcpy(place.address.sun_path + 1, path.data(), path.size());
    place.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + path.size());
    return place;
}

bool pass_on(int from, int to) {
    std::array<char, 65536> bytes;
    ssize_t left = ::read(from, bytes.data(), bytes.size());
    const char* next = bytes.data();
    if (left <= 0) return left < 0 && (errno == EINTR || errno == EAGAIN);
    while (left > 0) {
        const ssize_t written = ::write(to, next, static_cast<size_t>(left));
        if (written < 0 && errno == EAGAIN) {
            pollfd writable{to, POLLOUT, 0};
            ::poll(&writable, 1, -1);
            continue;
        }
        if (written < 0 && errno != EINTR) return false;
        if (written < 0) continue;
        next += written;
        left -= written;
    }
    return true;
}

}  // namespace

Result<UniqueFd> offer_stream(const std::string& name) {
    UniqueFd offer(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Place place = place_of(name);
    const bool bound = offer && ::bind(offer.get(), reinterpret_cast<const sockaddr*>(&place.address), place.size) == 0;
    if (bound && ::listen(offer.get(), 1) == 0) return offer;
    return system_error("cannot offer the log of the watch", errno);
}

Result<UniqueFd> accept_stream(int offer) {
    UniqueFd stream(::accept4(offer, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    ucred who{};
    socklen_t size = sizeof who;
    if (!stream || ::getsockopt(stream.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) {
        return system_error("cannot accept", errno);
    }
    if (who.uid != ::geteuid()) return environment_error("somebody else knocked");
    return stream;
}

int resume(const std::string& name, int in, int out) {
    const UniqueFd stream(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Place place = place_of(name);
    if (!stream || ::connect(stream.get(), reinterpret_cast<const sockaddr*>(&place.address), place.size) != 0) {
        std::fprintf(stderr, "pgreach-probe: no probe %s waits here: %s\n", name.c_str(), std::strerror(errno));
        return 3;
    }
    for (;;) {
        std::array<pollfd, 2> ready{{{in, POLLIN, 0}, {stream.get(), POLLIN, 0}}};
        if (::poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) return 3;
        if (ready[1].revents != 0 && !pass_on(stream.get(), out)) return 0;
        if (ready[0].revents != 0 && !pass_on(in, stream.get())) return 0;
    }
}

}  // namespace pgreach::probe
