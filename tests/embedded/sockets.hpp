#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>

#include "base/unique_fd.hpp"
#include "netns/ipv4.hpp"
#include "netns/network_namespace.hpp"

// Sockets in the networks of pods, for tests of what the node lets pass.
namespace pgreach::test {

inline sockaddr_in socket_address(netns::Ipv4 address, int port) {
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = ::htons(static_cast<std::uint16_t>(port));
    made.sin_addr.s_addr = ::htonl(address.number);
    return made;
}

inline UniqueFd listen_in(int network, netns::Ipv4 address, int port) {
    const netns::InNetwork inside(network);
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in at = socket_address(address, port);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) return {};
    if (::listen(socket.get(), 16) != 0) return {};
    return socket;
}

// Started, not finished: the socket does not block.
inline UniqueFd begin_connect(int network, netns::Ipv4 address, int port) {
    const netns::InNetwork inside(network);
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const sockaddr_in to = socket_address(address, port);
    const int code = ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to);
    return code == 0 || errno == EINPROGRESS ? std::move(socket) : UniqueFd();
}

inline bool becomes(int fd, short events, int limit_ms) {
    pollfd watched{fd, events, 0};
    return ::poll(&watched, 1, limit_ms) == 1;
}

inline bool connected(const UniqueFd& socket, int limit_ms = 2000) {
    if (!becomes(socket.get(), POLLOUT, limit_ms)) return false;
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

}  // namespace pgreach::test
