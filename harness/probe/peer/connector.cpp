#include "probe/peer/connector.hpp"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/ip.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/clock.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {
namespace {

// Marks the packets, for a datapath that would else log each of those it drops (netns/ruleset.hpp).
constexpr int quiet_class = 0x20;  // CS1 of RFC 2474

bool read_address(const Dial& dial, sockaddr_storage& into, socklen_t& size) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&into);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&into);
    const auto port = htons(static_cast<std::uint16_t>(dial.port));
    if (::inet_pton(AF_INET, dial.address.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = port;
        size = sizeof *v4;
        return true;
    }
    if (::inet_pton(AF_INET6, dial.address.c_str(), &v6->sin6_addr) != 1) return false;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = port;
    size = sizeof *v6;
    return true;
}

// Back to where a socket can be connected again; the target of a connection that is made gets a reset.
void disconnect(int socket) {
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    static_cast<void>(::connect(socket, &nobody, sizeof nobody));
}

int error_of(int socket) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

}  // namespace

std::int64_t now_us() {
    return since({}, SteadyClock().now()).count();
}

Result<Connector> Connector::create(const Dial& dial, int epoll, std::uint32_t tag, size_t most) {
    Connector connector(epoll, tag, most);
    if (read_address(dial, connector.address_, connector.address_size_)) return connector;
    return input_error("a watch needs a number in place of the address " + dial.address);
}

void Connector::begin() {
    const std::int64_t number = first_ + std::ssize(attempts_);
    attempts_.emplace_back();
    waiting_.push_back(number);
    dial(number);
    if (waiting_.size() > most_) give_up(waiting_[waiting_.size() / 2]);
}

void Connector::dial(std::int64_t number) {
    Attempted& one = attempt(number);
    one.sample.begin_us = one.sample.sent_us = now_us();
    if (!take_socket(one.socket)) return conclude(number, SampleOutcome::failed, std::strerror(errno));
    Socket& socket = sockets_[one.socket];
    socket.number = number;
    one.sample.begin_us = now_us();
    const int done = ::connect(socket.fd.get(), reinterpret_cast<const sockaddr*>(&address_), address_size_);
    const int error = done == 0 ? 0 : errno;
    one.sample.sent_us = now_us();
    // Between pods of one machine the answer is there already, and nobody need be told of it.
    if (error == 0 || error == EINPROGRESS) {
        if (!settle(one.socket)) watch(one.socket);
        return;
    }
    conclude(number, error == ECONNREFUSED ? SampleOutcome::refused : SampleOutcome::failed, std::strerror(error));
}

bool Connector::take_socket(std::uint32_t& place) {
    // Where there are no more, one that waits is given up earlier.
    if (idle_.empty() && !add_socket() && waiting_.size() > 1) give_up(waiting_[(waiting_.size() - 1) / 2]);
    if (idle_.empty()) return false;
    place = idle_.back();
    idle_.pop_back();
    return true;
}

// The client's half of TCP_DEFER_ACCEPT: the last packet of the handshake waits, and the reset overtakes it.
bool Connector::add_socket() {
    UniqueFd fd(::socket(address_.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) return false;
    const int on = 1;
    const linger reset{1, 0};
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_DEFER_ACCEPT, &on, sizeof on);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    ::setsockopt(fd.get(), IPPROTO_IP, IP_TOS, &quiet_class, sizeof quiet_class);
    const auto place = static_cast<std::uint32_t>(sockets_.size());
    sockets_.push_back({std::move(fd)});
    idle_.push_back(place);
    return true;
}

// Once: the events of a socket that is used again are looked at in vain.
void Connector::watch(std::uint32_t place) {
    Socket& socket = sockets_[place];
    if (std::exchange(socket.watched, true)) return;
    epoll_event event{};
    event.events = EPOLLOUT | EPOLLET;
    event.data.u64 = std::uint64_t{tag_} << 32U | place;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket.fd.get(), &event);
}

void Connector::look(std::uint32_t socket) {
    if (socket < sockets_.size() && sockets_[socket].number >= 0) settle(socket);
}

bool Connector::settle(std::uint32_t place) {
    const Socket& socket = sockets_[place];
    tcp_info info{};
    socklen_t size = sizeof info;
    ::getsockopt(socket.fd.get(), IPPROTO_TCP, TCP_INFO, &info, &size);
    constexpr int tcp_established = 1, tcp_syn_sent = 2;  // <netinet/tcp.h> has the names but an older tcp_info
    if (info.tcpi_state == tcp_syn_sent) return false;
    if (info.tcpi_state == tcp_established) {
        // What was sent again was lost when it was sent first, and that is when this attempt looked.
        const bool again = info.tcpi_total_retrans > 0;
        conclude(socket.number, again ? SampleOutcome::silent : SampleOutcome::answered);
        return true;
    }
    const int error = error_of(socket.fd.get());
    const auto outcome = error == ECONNREFUSED || error == ECONNRESET ? SampleOutcome::refused
                         : error == ETIMEDOUT                         ? SampleOutcome::silent
                                                                      : SampleOutcome::failed;
    conclude(socket.number, outcome, outcome == SampleOutcome::silent ? "" : std::strerror(error));
    return true;
}

void Connector::conclude(std::int64_t number, SampleOutcome outcome, const std::string& error) {
    Attempted& one = attempt(number);
    one.decided = true;
    one.sample.outcome = outcome;
    one.sample.error = error;
    if (outcome == SampleOutcome::answered) one.sample.took_us = now_us() - one.sample.begin_us;
    forget_waiting(number);
    if (one.socket >= sockets_.size() || sockets_[one.socket].number != number) return;
    disconnect(sockets_[one.socket].fd.get());
    sockets_[one.socket].number = -1;
    idle_.push_back(one.socket);
}

// Most are decided right after they began.
void Connector::forget_waiting(std::int64_t number) {
    if (!waiting_.empty() && waiting_.back() == number) return waiting_.pop_back();
    const auto found = std::lower_bound(waiting_.begin(), waiting_.end(), number);
    if (found != waiting_.end() && *found == number) waiting_.erase(found);
}

// An answer may have come that nobody has looked at.
void Connector::give_up(std::int64_t number) {
    if (!settle(attempt(number).socket)) conclude(number, SampleOutcome::silent);
}

void Connector::expire(std::int64_t before_us) {
    while (!waiting_.empty() && attempt(waiting_.front()).sample.begin_us < before_us) give_up(waiting_.front());
}

void Connector::decided(const std::function<void(const Sample&)>& take) {
    while (!attempts_.empty() && attempts_.front().decided) {
        take(attempts_.front().sample);
        attempts_.pop_front();
        ++first_;
    }
}

}  // namespace pgreach::probe
