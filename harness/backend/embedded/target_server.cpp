#include "backend/embedded/target_server.hpp"

#include <malloc.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <functional>
#include <thread>

#include "backend/embedded/target_answers.hpp"
#include "base/file.hpp"
#include "netns/network_namespace.hpp"

namespace pgreach::backend {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

// Answers requests of one connection until the peer has no more.
template <typename Stream>
void answer_all(Stream& stream, const HttpTarget& target) {
    beast::flat_buffer buffer;
    for (bool more = true; more;) {
        http::request<http::empty_body> request;
        http::read(stream, buffer, request);
        const auto path = request.target();
        const HttpAnswer answer = answer_get(target, {path.data(), path.size()});
        http::response<http::string_body> response(http::status(answer.status), request.version(), answer.body);
        response.set(http::field::server, server_name(target));
        response.set(http::field::content_type, answer.content_type);
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        http::write(stream, response);
        more = response.keep_alive();
    }
}

void serve_status(tcp::socket socket, const HttpTarget& target, asio::ssl::context& tls) {
    beast::flat_buffer begun;
    beast::error_code failed;
    if (!beast::detect_ssl(socket, begun, failed)) {
        if (!failed) asio::write(socket, asio::buffer(plain_http_refusal()));
        return;
    }
    asio::ssl::stream<tcp::socket> secured(std::move(socket), tls);
    secured.handshake(asio::ssl::stream_base::server, begun.data());
    answer_all(secured, target);
}

void serve(tcp::socket socket, const HttpTarget& target, asio::ssl::context& tls) {
    try {
        socket.set_option(tcp::no_delay(true));
        if (target.service == Service::metrics) {
            answer_all(socket, target);
        } else {
            serve_status(std::move(socket), target, tls);
        }
    } catch (const std::exception&) {
        // The peer went away, or spoke no HTTP: its own affair.
    }
}

// A thread a connection: a peer that keeps still holds up nobody else.
void accept_all(asio::io_context& context, HttpTarget& target, asio::ssl::context& tls) {
    tcp::acceptor acceptor(context, tcp::v4(), target.listener.release());
    for (;;) std::thread(serve, acceptor.accept(), std::cref(target), std::ref(tls)).detach();
}

void run_server(std::vector<HttpTarget>& targets, const Certificate& certificate) {
    asio::io_context context;
    asio::ssl::context tls(asio::ssl::context::tls_server);
    tls.use_certificate(asio::buffer(certificate.certificate), asio::ssl::context::pem);
    tls.use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
    SSL_CTX_set_num_tickets(tls.native_handle(), 0);
    SSL_CTX_set_session_cache_mode(tls.native_handle(), SSL_SESS_CACHE_OFF);
    std::vector<std::thread> acceptors;
    acceptors.reserve(targets.size());
    for (auto& target : targets) acceptors.emplace_back(accept_all, std::ref(context), std::ref(target), std::ref(tls));
    for (auto& acceptor : acceptors) acceptor.join();
}

// Never returns to the code that was forked.
[[noreturn]] void be_server(std::vector<HttpTarget>& targets, const Certificate& certificate) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setpgid(0, 0);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::signal(number, SIG_DFL);
    ::mallopt(M_ARENA_MAX, 1);  // an arena for each short thread costs more than it saves
    try {
        run_server(targets, certificate);
    } catch (const std::exception&) {
    }
    ::_exit(1);
}

}  // namespace

Result<UniqueFd> listen_in(int network, netns::Ipv4 address, int port) {
    const netns::InNetwork inside(network);
    if (!inside.entered()) return environment_error("cannot enter the network of a pod");
    UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = ::htons(static_cast<std::uint16_t>(port));
    at.sin_addr.s_addr = ::htonl(address.number);
    const bool bound = listener && ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    if (bound && ::listen(listener.get(), SOMAXCONN) == 0) return listener;
    return system_error("cannot listen on " + to_string(address) + ":" + std::to_string(port), errno);
}

Result<proc::Child> start_target_server(std::vector<HttpTarget> targets, const Certificate& certificate) {
    const pid_t pid = ::fork();
    if (pid < 0) return system_error("cannot start the status server", errno);
    if (pid == 0) be_server(targets, certificate);
    ::setpgid(pid, pid);
    UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    return proc::Child(pid, std::move(pidfd), {}, {}, {});
}

}  // namespace pgreach::backend
