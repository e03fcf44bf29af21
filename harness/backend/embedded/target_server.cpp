#include "backend/embedded/target_server.hpp"

#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <memory>
#include <system_error>
#include <thread>

#include "backend/embedded/http_text.hpp"
#include "backend/embedded/target_answers.hpp"
#include "base/file.hpp"
#include "netns/network_namespace.hpp"

namespace pgreach::backend {
namespace {

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* held) const {
        release(held);
    }
};
using TlsContext = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Release<SSL_free>>;

// A connection as it is, and one secured by TLS. Both return how many bytes went, 0 or less where there are no more.
struct PlainStream {
    int socket;
    long read(std::array<char, 4096>& into) const { return ::recv(socket, into.data(), into.size(), 0); }
    long write(std::string_view text) const { return ::send(socket, text.data(), text.size(), 0); }
};
struct TlsStream {
    SSL* tls;
    long read(std::array<char, 4096>& into) const {
        return ::SSL_read(tls, into.data(), static_cast<int>(into.size()));
    }
    long write(std::string_view text) const { return ::SSL_write(tls, text.data(), static_cast<int>(text.size())); }
};

template <typename Stream>
bool write_all(const Stream& stream, std::string_view text) {
    while (!text.empty()) {
        const long written = stream.write(text);
        if (written <= 0) return false;
        text.remove_prefix(static_cast<size_t>(written));
    }
    return true;
}

// The next request's head, up to and with its empty line. Empty where the peer has no more, or talks too long.
template <typename Stream>
std::string next_head(const Stream& stream, std::string& received) {
    constexpr std::string_view end = "\r\n\r\n";
    constexpr size_t enough = 65536;
    std::array<char, 4096> bytes;
    for (;;) {
        if (const size_t at = received.find(end); at != std::string::npos) {
            std::string head = received.substr(0, at + end.size());
            received.erase(0, head.size());
            return head;
        }
        const long count = received.size() < enough ? stream.read(bytes) : 0;
        if (count <= 0) return "";
        received.append(bytes.data(), static_cast<size_t>(count));
    }
}

// Answers requests of one connection until the peer has no more, or speaks no HTTP: its own affair.
template <typename Stream>
void answer_all(const Stream& stream, const ServedPort& target) {
    std::string received;
    for (bool more = true; more;) {
        const auto request = read_request(next_head(stream, received));
        if (!request) return;
        const HttpAnswer answer = answer_get(target, request->path);
        more = write_all(stream, write_response(*request, answer, server_name(target))) && request->keep_alive;
    }
}

void serve_status(int socket, const ServedPort& target, SSL_CTX& context) {
    constexpr char handshake_record = 0x16;  // RFC 8446, 5.1
    char first = 0;
    if (::recv(socket, &first, 1, MSG_PEEK) <= 0) return;
    if (first != handshake_record) {
        const PlainStream plain{socket};
        std::array<char, 4096> unread;  // what nobody has read when a socket is closed makes a reset of its end
        plain.read(unread);
        write_all(plain, plain_http_refusal());
        return;
    }
    const Tls tls(::SSL_new(&context));
    if (tls == nullptr || ::SSL_set_fd(tls.get(), socket) != 1 || ::SSL_accept(tls.get()) != 1) return;
    answer_all(TlsStream{tls.get()}, target);
}

// What a PostgreSQL server without TLS says to the request for it, and then to any startup packet (protocol 3.0,
// message formats): an answer of the target, whatever the client makes of it.
void refuse_sessions(int socket) {
    const PlainStream plain{socket};
    std::array<char, 4096> unread;
    if (plain.read(unread) > 0 && write_all(plain, "N")) plain.read(unread);
}

void serve(int connection, const ServedPort& target, SSL_CTX& context) {
    const UniqueFd socket(connection);
    const int at_once = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    switch (target.purpose) {
        case PortPurpose::metrics:
        case PortPurpose::http:
            return answer_all(PlainStream{socket.get()}, target);
        case PortPurpose::status:
        case PortPurpose::https:
            return serve_status(socket.get(), target, context);
        case PortPurpose::postgresql:
            return refuse_sessions(socket.get());
        case PortPurpose::tcp:
            write_all(PlainStream{socket.get()}, greeting_of(target));
            return;
        case PortPurpose::udp:
        case PortPurpose::dns:
            return;  // answer_datagrams
    }
}

void answer_datagrams(const ServedPort& target) {
    std::array<char, 512> bytes;
    for (;;) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        auto* sender = reinterpret_cast<sockaddr*>(&from);
        const ssize_t count = ::recvfrom(target.listener.get(), bytes.data(), bytes.size(), 0, sender, &size);
        if (count < 0) continue;
        const auto answer = answer_datagram(target, {bytes.data(), static_cast<size_t>(count)});
        if (!answer.empty()) ::sendto(target.listener.get(), answer.data(), answer.size(), 0, sender, size);
    }
}

// A thread a connection: a peer that keeps still holds up nobody else. Where none is to be had (ulimit -v, ulimit -u)
// the peer sees its connection end, and the server lives on.
void accept_all(const ServedPort& target, SSL_CTX& context) {
    if (protocol_of(target.purpose) == Protocol::udp) return answer_datagrams(target);
    for (;;) {
        const int socket = ::accept4(target.listener.get(), nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) continue;
        try {
            std::thread(serve, socket, std::cref(target), std::ref(context)).detach();
        } catch (const std::system_error&) {
            ::close(socket);
        }
    }
}

TlsContext make_context(const Certificate& certificate) {
    TlsContext context(::SSL_CTX_new(::TLS_server_method()));
    const auto text = [](const std::string& pem) {
        return std::unique_ptr<BIO, Release<BIO_free>>(::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    };
    const std::unique_ptr<X509, Release<X509_free>> shown(
        ::PEM_read_bio_X509(text(certificate.certificate).get(), nullptr, nullptr, nullptr));
    const std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>> key(
        ::PEM_read_bio_PrivateKey(text(certificate.key).get(), nullptr, nullptr, nullptr));
    if (::SSL_CTX_use_certificate(context.get(), shown.get()) != 1) return nullptr;
    if (::SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) return nullptr;
    ::SSL_CTX_set_num_tickets(context.get(), 0);
    ::SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    return context;
}

void run_server(const std::vector<ServedPort>& targets, const Certificate& certificate) {
    const TlsContext context = make_context(certificate);
    if (context == nullptr) return;
    std::vector<std::thread> acceptors;
    acceptors.reserve(targets.size());
    for (const auto& target : targets) acceptors.emplace_back(accept_all, std::cref(target), std::ref(*context));
    for (auto& acceptor : acceptors) acceptor.join();
}

// Never returns to the code that was forked.
[[noreturn]] void be_server(const std::vector<ServedPort>& targets, const Certificate& certificate) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setpgid(0, 0);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::signal(number, SIG_DFL);
    ::signal(SIGPIPE, SIG_IGN);  // a peer that went away ends its connection, no more
    ::mallopt(M_ARENA_MAX, 1);   // an arena for each short thread costs more than it saves
    try {
        run_server(targets, certificate);
    } catch (const std::exception&) {  // no thread can be made
    }
    ::_exit(1);
}

}  // namespace

Result<UniqueFd> listen_in(int network, netns::Ipv4 address, const TargetPort& port) {
    const netns::InNetwork inside(network);
    if (!inside.entered()) return environment_error("cannot enter the network of a pod");
    const bool by_udp = port.protocol() == Protocol::udp;
    UniqueFd listener(::socket(AF_INET, (by_udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = ::htons(static_cast<std::uint16_t>(port.number));
    at.sin_addr.s_addr = ::htonl(address.number);
    const bool bound = listener && ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    if (bound && (by_udp || ::listen(listener.get(), SOMAXCONN) == 0)) return listener;
    return system_error("cannot listen on " + to_string(address) + ":" + std::to_string(port.number), errno);
}

Result<proc::Child> start_target_server(const std::vector<ServedPort>& targets, const Certificate& certificate) {
    const pid_t pid = ::fork();
    if (pid < 0) return system_error("cannot start the status server", errno);
    if (pid == 0) be_server(targets, certificate);
    ::setpgid(pid, pid);
    UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    return proc::Child(pid, std::move(pidfd), {}, {}, {});
}

}  // namespace pgreach::backend
