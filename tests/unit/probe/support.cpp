#include "unit/probe/support.hpp"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>

#include "probe/peer/session.hpp"
#include "proc/starter.hpp"

namespace pgreach::probe::test {
namespace {

UniqueFd bound_socket(int& port) {
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0) std::abort();
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) std::abort();
    port = ntohs(address.sin_port);
    return socket;
}

}  // namespace

FakeServer::FakeServer(Talk talk) : talk_(std::move(talk)), listener_(bound_socket(port_)) {
    if (::listen(listener_.get(), 64) != 0) std::abort();
    thread_ = std::thread([this] { accept_all(); });
}

FakeServer::~FakeServer() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
}

void FakeServer::accept_all() {
    // A client that has gone is no reason for the test to end.
    sigset_t sigpipe;
    ::sigemptyset(&sigpipe);
    ::sigaddset(&sigpipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &sigpipe, nullptr);
    for (;;) {
        const UniqueFd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!connection) return;
        talk_(connection.get());
    }
}

void say(int connection, std::string_view bytes) {
    ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::string read_some(int connection) {
    std::array<char, 4096> request;
    const ssize_t count = ::recv(connection, request.data(), request.size(), 0);
    return std::string(request.data(), count > 0 ? static_cast<size_t>(count) : 0);
}

void until_closed(int connection) {
    std::array<char, 4096> request;
    while (::recv(connection, request.data(), request.size(), 0) > 0) {
    }
}

void reset(int connection) {
    const linger at_once{1, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

FakeServer::Talk says(std::string bytes) {
    return [bytes = std::move(bytes)](int connection) {
        read_some(connection);
        say(connection, bytes);
        until_closed(connection);
    };
}

UniqueFd deaf_listener(int& port) {
    UniqueFd listener = bound_socket(port);
    sock_filter nothing{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog filter{1, &nothing};
    if (::setsockopt(listener.get(), SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0) std::abort();
    if (::listen(listener.get(), 64) != 0) std::abort();
    return listener;
}

int closed_port() {
    int port = 0;
    const UniqueFd released = bound_socket(port);
    return port;
}

PeerStream scripted_peer(const std::string& script) {
    proc::Attachment attachment;
    attachment.standard_error = proc::StreamTo::pipe;
    const std::string hello = R"(hello='{"hello":{"version":"t","protocol":1}}'; )";
    return PeerStream(proc::ForkingChildStarter().start({{"sh", "-c", hello + script}}, attachment).value());
}

ServedPeer::ServedPeer() : plans_(proc::make_pipe().value()), reports_(proc::make_pipe().value()) {
    proc::set_nonblocking(plans_.write.get());
    proc::set_nonblocking(reports_.read.get());
    thread_ = std::thread([in = plans_.read.get(), out = reports_.write.get()] { serve(in, out); });
}

ServedPeer::~ServedPeer() {
    plans_.write.reset();
    thread_.join();
}

Result<Events> FakeEvidence::drain() {
    if (waiting_.empty()) return Events{};
    eventfd_t ignored = 0;
    ::eventfd_read(waiting_fd_.get(), &ignored);
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    return next;
}

void FakeEvidence::happens(Result<Events> what) {
    waiting_.push_back(std::move(what));
    ::eventfd_write(waiting_fd_.get(), 1);
}

}  // namespace pgreach::probe::test
