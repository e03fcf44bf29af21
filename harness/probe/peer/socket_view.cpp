#include "probe/peer/socket_view.hpp"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "probe/peer/plain_words.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {
namespace {

std::string text_of(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
        return endpoint_text(text.data(), ntohs(v4.sin_port));
    }
    if (address.ss_family != AF_INET6) return {};
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    return endpoint_text(text.data(), ntohs(v6.sin6_port));
}

tcp_info info_of(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size);
    return info;
}

// As much of `first` as there is agrees with `pattern`.
bool begins_like(std::string_view first, std::string_view pattern) {
    const size_t common = std::min(first.size(), pattern.size());
    return first.substr(0, common) == pattern.substr(0, common);
}

bool begins_postgresql(std::string_view first) {
    switch (first.front()) {
        case 'S':  // one byte: TLS may begin
        case 'N':  // one byte: no TLS here
            return first.size() == 1;
        case 'E':  // an error; very old or very early ones have no length
            return true;
        case 'R':  // authentication
        case 'v':  // another version of the protocol
            return first.size() == 1 || first[1] == '\0';
    }
    return false;
}

bool begins_tls(std::string_view first) {
    constexpr std::string_view handshake("\x16\x03", 2);
    constexpr std::string_view alert("\x15\x03", 2);
    return begins_like(first, handshake) || begins_like(first, alert);
}

// RFC 1035, 4.1.1: our identifier, then the bit that says that this is a response.
bool begins_dns(std::string_view first) {
    return first.size() > 2 && first.substr(0, 2) == dns_query().substr(0, 2) && (first[2] & 0x80) != 0;
}

bool begins_http(std::string_view first) {
    return begins_like(first, "HTTP/");
}

}  // namespace

std::string local_address(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
    return text_of(address);
}

std::string remote_address(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
    return text_of(address);
}

bool established(int socket) {
    const auto state = info_of(socket).tcpi_state;
    constexpr int tcp_established = 1, tcp_close_wait = 8;  // <netinet/tcp.h> has the names but an older tcp_info
    return state == tcp_established || state == tcp_close_wait;
}

bool received_bytes(int socket) {
    return info_of(socket).tcpi_bytes_received > 0;
}

std::string waiting_bytes(int socket) {
    // Asked first, because a read without bytes would take the socket's pending error away from its owner.
    int waiting = 0;
    if (::ioctl(socket, SIOCINQ, &waiting) != 0 || waiting <= 0) return {};
    std::array<char, 8> first;
    const ssize_t count = ::recv(socket, first.data(), first.size(), MSG_PEEK | MSG_DONTWAIT);
    return count > 0 ? std::string(first.data(), static_cast<size_t>(count)) : std::string();
}

bool is_answer(PortPurpose purpose, std::string_view first) {
    switch (purpose) {
        case PortPurpose::postgresql:
            return begins_postgresql(first);
        case PortPurpose::status:
        case PortPurpose::https:
            return begins_tls(first) || begins_http(first);
        case PortPurpose::metrics:
        case PortPurpose::http:
            return begins_http(first);
        case PortPurpose::tcp:
        case PortPurpose::udp:
            return true;
        case PortPurpose::dns:
            return begins_dns(first);
    }
    return false;
}

}  // namespace pgreach::probe
