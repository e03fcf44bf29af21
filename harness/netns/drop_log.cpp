#include "netns/drop_log.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>

extern "C" {
#include <libnetfilter_log/libnetfilter_log.h>
}

#include <array>
#include <cerrno>
#include <cstring>

#include "base/file.hpp"
#include "netns/ruleset.hpp"

namespace pgreach::netns {
namespace {

constexpr unsigned copied_bytes = 64;  // the headers of IP and TCP

struct CloseLog {
    void operator()(nflog_handle* handle) const { nflog_close(handle); }
};

Ipv4 address_of(std::uint32_t raw) {
    return {::ntohl(raw)};
}

Drop parse(const char* packet, size_t length) {
    Drop drop;
    iphdr ip{};
    if (length < sizeof ip) return drop;
    std::memcpy(&ip, packet, sizeof ip);
    drop.source = address_of(ip.saddr);
    drop.destination = address_of(ip.daddr);
    const size_t header = ip.ihl * size_t{4};
    udphdr udp{};
    if (ip.protocol == IPPROTO_UDP && length >= header + sizeof udp) {
        std::memcpy(&udp, packet + header, sizeof udp);
        drop.source_port = ::ntohs(udp.source);
        drop.destination_port = ::ntohs(udp.dest);
    }
    tcphdr tcp{};
    if (ip.protocol != IPPROTO_TCP || length < header + sizeof tcp) return drop;
    std::memcpy(&tcp, packet + header, sizeof tcp);
    drop.source_port = ::ntohs(tcp.source);
    drop.destination_port = ::ntohs(tcp.dest);
    drop.syn = tcp.syn != 0 && tcp.ack == 0;
    return drop;
}

Error no_log(const char* step) {
    Error error = system_error(std::string("cannot ") + step + " the log of dropped packets (NFLOG)", errno);
    error.remedy = "this needs the kernel's nfnetlink_log (modprobe it as root)";
    return error;
}

int take_packet(nflog_g_handle*, nfgenmsg*, nflog_data* data, void* into) {
    char* packet = nullptr;
    const int length = nflog_get_payload(data, &packet);
    if (length > 0) static_cast<Drops*>(into)->drops.push_back(parse(packet, static_cast<size_t>(length)));
    return 0;
}

}  // namespace

std::string describe(const Drop& drop) {
    return fmt::format("{}{}:{} → {}:{}", drop.syn ? "SYN " : "", to_string(drop.source), drop.source_port,
                       to_string(drop.destination), drop.destination_port);
}

struct DropLog::State {
    std::unique_ptr<nflog_handle, CloseLog> handle;
    Drops drops;  // where the library's callback puts what it reads
};

DropLog::DropLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
DropLog::DropLog(DropLog&&) noexcept = default;
DropLog& DropLog::operator=(DropLog&&) noexcept = default;
DropLog::~DropLog() = default;

Result<DropLog> DropLog::open() {
    auto state = std::make_unique<State>();
    state->handle.reset(nflog_open());
    if (!state->handle) return no_log("open");
    nflog_g_handle* group = nflog_bind_group(state->handle.get(), drop_group);
    if (group == nullptr) return no_log("read");
    nflog_callback_register(group, &take_packet, &state->drops);
    if (nflog_set_mode(group, NFULNL_COPY_PACKET, copied_bytes) < 0) return no_log("set up");
    // The kernel gives what its limit allows; the default holds 500 records.
    const int wanted = 8 << 20;
    ::setsockopt(nflog_fd(state->handle.get()), SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
    return DropLog(std::move(state));
}

int DropLog::fd() const {
    return nflog_fd(state_->handle.get());
}

Result<Drops> DropLog::drain() {
    std::array<char, 65536> buffer;
    state_->drops = {};
    for (;;) {
        const ssize_t length = ::recv(fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (length >= 0) {
            nflog_handle_packet(state_->handle.get(), buffer.data(), static_cast<int>(length));
        } else if (errno == ENOBUFS) {
            state_->drops.lost = true;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return std::move(state_->drops);
        } else if (errno != EINTR) {
            return no_log("read");
        }
    }
}

}  // namespace pgreach::netns
