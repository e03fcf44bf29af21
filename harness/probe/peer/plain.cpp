#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "probe/peer/dialing.hpp"
#include "probe/peer/plain_words.hpp"

namespace pgreach::probe {
namespace {

// A datagram may be lost on its way; a resolver's own limit is of this order.
constexpr Duration sent_again_after = std::chrono::seconds(1);

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

SocketAddress address_of(const std::string& address, int port) {
    SocketAddress result;
    auto& v4 = reinterpret_cast<sockaddr_in&>(result.storage);
    auto& v6 = reinterpret_cast<sockaddr_in6&>(result.storage);
    if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = ::htons(static_cast<std::uint16_t>(port));
        result.length = sizeof v4;
    } else if (::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = ::htons(static_cast<std::uint16_t>(port));
        result.length = sizeof v6;
    }
    return result;
}

class PlainDialing final : public Dialing {
  public:
    PlainDialing(const Dial& dial, const std::string& address)
        : purpose_(dial.purpose), target_(address_of(address, dial.port)) {}

    std::optional<Ending> begin(Handshake&) override {
        const int type = by_udp() ? SOCK_DGRAM : SOCK_STREAM;
        socket_ = UniqueFd(::socket(target_.storage.ss_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (!socket_) return failure();
        const auto* to = reinterpret_cast<const sockaddr*>(&target_.storage);
        if (::connect(socket_.get(), to, target_.length) != 0 && errno != EINPROGRESS) return failure();
        connecting_ = !by_udp();
        return by_udp() ? send() : std::nullopt;
    }

    std::optional<Ending> proceed(Handshake&) override {
        if (connecting_) return finish_connect();
        std::array<char, 512> bytes;
        const ssize_t count = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
        if (count > 0 || (count == 0 && by_udp())) {
            return answer({bytes.data(), static_cast<size_t>(count)});
        }
        if (count == 0) return Ending{"the target closed the connection without a word"};
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return failure();
        if (by_udp() && SteadyClock().now() >= sent_again_) return send();
        return std::nullopt;
    }

    // A server of TCP has said what it had to say.
    std::optional<Ending> ask_again(Handshake&) override {
        return by_udp() ? send() : std::optional(Ending{"nothing more is asked over this connection"});
    }

    Wait wait() const override {
        return {socket_.get(), connecting_ ? short{POLLOUT} : short{POLLIN}, by_udp() ? sent_again_ : TimePoint::max()};
    }
    std::string first_bytes() const override { return first_; }

  private:
    bool by_udp() const { return protocol_of(purpose_) == Protocol::udp; }

    std::optional<Ending> send() {
        const auto text = purpose_ == PortPurpose::dns ? dns_query() : datagram();
        sent_again_ = SteadyClock().now() + sent_again_after;
        if (::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL) >= 0) return std::nullopt;
        return errno == EAGAIN ? std::nullopt : std::optional(failure());
    }

    std::optional<Ending> finish_connect() {
        pollfd ready{socket_.get(), POLLOUT, 0};
        if (::poll(&ready, 1, 0) <= 0) return std::nullopt;
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
        errno = error;
        if (error != 0) return failure();
        connecting_ = false;
        return std::nullopt;
    }

    Ending answer(std::string_view bytes) {
        constexpr size_t enough = 8;
        first_ = bytes.substr(0, enough);
        Ending ending;
        if (bytes.starts_with(greeting())) ending.answered_by = trim(bytes.substr(greeting().size()));
        return ending;
    }

    static Ending failure() { return {std::strerror(errno), errno == ECONNREFUSED}; }

    PortPurpose purpose_;
    SocketAddress target_;
    UniqueFd socket_;
    bool connecting_ = false;
    TimePoint sent_again_ = TimePoint::max();
    std::string first_;
};

}  // namespace

std::unique_ptr<Dialing> dial_plain(const Dial& dial, const std::string& address) {
    return std::make_unique<PlainDialing>(dial, address);
}

}  // namespace pgreach::probe
