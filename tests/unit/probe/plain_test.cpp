#include <arpa/inet.h>

#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using test::dial_to;
using test::FakeServer;
using test::short_limit;
using test::try_once;

// Answers one datagram with these bytes, and remembers what came.
class DatagramServer {
  public:
    explicit DatagramServer(std::string answer)
        : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)), answer_(std::move(answer)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&at), size), 0);
        ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&at), &size);
        port_ = ::ntohs(at.sin_port);
        thread_ = std::thread([this] { answer_one(); });
    }
    DatagramServer(const DatagramServer&) = delete;
    DatagramServer& operator=(const DatagramServer&) = delete;
    ~DatagramServer() { thread_.join(); }

    int port() const { return port_; }
    std::string received() {
        if (thread_.joinable()) thread_.join();
        thread_ = std::thread([] {});
        return received_;
    }

  private:
    void answer_one() {
        std::array<char, 512> bytes{};
        sockaddr_in from{};
        socklen_t size = sizeof from;
        auto* sender = reinterpret_cast<sockaddr*>(&from);
        const ssize_t count = ::recvfrom(socket_.get(), bytes.data(), bytes.size(), 0, sender, &size);
        received_.assign(bytes.data(), static_cast<size_t>(std::max<ssize_t>(count, 0)));
        if (!answer_.empty()) ::sendto(socket_.get(), answer_.data(), answer_.size(), 0, sender, size);
    }

    UniqueFd socket_;
    std::string answer_;
    std::string received_;
    int port_ = 0;
    std::thread thread_;
};

TEST(Plain, AGreetingOfOursSaysWhoAnswers) {
    const FakeServer server([](int connection) { test::say(connection, "pgreach cache@10.0.0.1\n"); });
    const Attempt attempt = try_once(dial_to(PortPurpose::tcp, server.port()));
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(attempt.answered_by, "cache@10.0.0.1");
}

TEST(Plain, WhateverAServerSaysIsAnAnswerAndSilenceIsNone) {
    const FakeServer talks([](int connection) { test::say(connection, "220 ready"); });
    EXPECT_EQ(try_once(dial_to(PortPurpose::tcp, talks.port())).end, AttemptEnd::answered);
    const FakeServer silent(test::until_closed);
    EXPECT_EQ(try_once(dial_to(PortPurpose::tcp, silent.port()), short_limit).end, AttemptEnd::timed_out);
    const FakeServer closes([](int) {});
    EXPECT_EQ(try_once(dial_to(PortPurpose::tcp, closes.port())).end, AttemptEnd::failed);
    EXPECT_EQ(try_once(dial_to(PortPurpose::tcp, test::closed_port())).end, AttemptEnd::refused);
}

TEST(Plain, ADatagramThatIsAnsweredIsOpen) {
    DatagramServer server("pgreach log@10.0.0.2\n");
    const Attempt attempt = try_once(dial_to(PortPurpose::udp, server.port()));
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(attempt.answered_by, "log@10.0.0.2");
    EXPECT_EQ(server.received(), "pgreach\n");
}

TEST(Plain, ADatagramThatNobodyAnswersIsNot) {
    DatagramServer server("");
    EXPECT_EQ(try_once(dial_to(PortPurpose::udp, server.port()), short_limit).end, AttemptEnd::timed_out);
}

TEST(Plain, AResponseOfDnsMustBeToOurQuery) {
    DatagramServer refuses(std::string("pg\x81\x05\0\x01\0\0\0\0\0\0", 12));
    EXPECT_EQ(try_once(dial_to(PortPurpose::dns, refuses.port())).end, AttemptEnd::answered);
    EXPECT_EQ(refuses.received().size(), 17U) << "a header of 12 bytes, and the root, its type and class";
    DatagramServer echoes(std::string("pg\x01\0\0\x01\0\0\0\0\0\0", 12));
    EXPECT_NE(try_once(dial_to(PortPurpose::dns, echoes.port()), short_limit).end, AttemptEnd::answered);
}

}  // namespace
}  // namespace pgreach::probe
