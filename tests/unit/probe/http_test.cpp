#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using namespace std::string_literals;
using test::dial_to;
using test::FakeServer;
using test::milestones_of;
using test::partial_limit;
using test::says;
using test::short_limit;
using test::try_once;

TEST(Metrics, GoesOnToTheAnswer) {
    const FakeServer server(says("HTTP/1.1 200 OK\r\nServer: primary\r\nContent-Length: 2\r\n\r\nOK"));
    const Attempt attempt = try_once(dial_to(PortPurpose::metrics, server.port()));
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(attempt.answered_by, "primary");
    EXPECT_EQ(attempt.error, "");
    EXPECT_EQ(milestones_of(attempt), (std::vector<Milestone>{Milestone::tcp, Milestone::query}));
}

TEST(Metrics, AskForTheirPath) {
    std::string request;
    const FakeServer server([&](int connection) {
        request = test::read_some(connection);
        test::say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    Dial dial = dial_to(PortPurpose::metrics, server.port());
    dial.path = "/metrics";
    EXPECT_EQ(try_once(dial).end, AttemptEnd::answered);
    EXPECT_EQ(request.substr(0, 23), "GET /metrics HTTP/1.1\r\n");
}

TEST(Metrics, AnErrorOfHttpIsAnAnswer) {
    const FakeServer server(says("HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\nwho, you\n"));
    const Attempt attempt = try_once(dial_to(PortPurpose::metrics, server.port()));
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_EQ(attempt.error, "HTTP 401: who, you");
    EXPECT_EQ(attempt.answered_by, "");
}

TEST(Metrics, AnUnfinishedAnswerIsAnAnswer) {
    const FakeServer server(says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nOK"));
    const Attempt attempt = try_once(dial_to(PortPurpose::metrics, server.port()), partial_limit);
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_EQ(attempt.error, "the answer was not complete in time");
}

TEST(Http, SilenceAfterTheConnectionIsNoAnswer) {
    const FakeServer server(test::until_closed);
    for (const PortPurpose purpose : {PortPurpose::status, PortPurpose::metrics}) {
        const Attempt attempt = try_once(dial_to(purpose, server.port()), short_limit);
        EXPECT_EQ(attempt.end, AttemptEnd::timed_out);
        EXPECT_EQ(attempt.reached, Milestone::tcp);
    }
}

TEST(Http, AnotherProtocolIsAFailure) {
    const FakeServer server(says("SSH-2.0-OpenSSH_9.2\r\n"));
    for (const PortPurpose purpose : {PortPurpose::status, PortPurpose::metrics}) {
        EXPECT_EQ(try_once(dial_to(purpose, server.port())).end, AttemptEnd::failed);
    }
}

TEST(Http, AResetOrAnEndWithoutAByteIsAFailure) {
    const FakeServer resets(test::reset);
    const FakeServer ends([](int) {});
    for (const PortPurpose purpose : {PortPurpose::status, PortPurpose::metrics}) {
        EXPECT_EQ(try_once(dial_to(purpose, resets.port())).end, AttemptEnd::failed);
        EXPECT_EQ(try_once(dial_to(purpose, ends.port())).end, AttemptEnd::failed);
    }
}

TEST(Http, NobodyListensIsRefused) {
    for (const PortPurpose purpose : {PortPurpose::status, PortPurpose::metrics}) {
        const Attempt attempt = try_once(dial_to(purpose, test::closed_port()));
        EXPECT_EQ(attempt.end, AttemptEnd::refused);
        EXPECT_NE(attempt.error.find("Connection refused"), std::string::npos) << attempt.error;
    }
}

TEST(Status, PlainHttpAndAlertsAreAnswers) {
    const FakeServer plain(says("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const FakeServer alert(says("\x15\x03\x03\x00\x02\x02\x28"s));
    for (const auto* server : {&plain, &alert}) {
        const Attempt attempt = try_once(dial_to(PortPurpose::status, server->port()));
        EXPECT_EQ(attempt.end, AttemptEnd::answered);
        EXPECT_EQ(attempt.reached, Milestone::tcp);
        EXPECT_NE(attempt.error, "");
    }
}

TEST(Status, TheBeginningOfAHandshakeIsAnAnswer) {
    const FakeServer server(says("\x16\x03\x03"s));
    const Attempt attempt = try_once(dial_to(PortPurpose::status, server.port()), partial_limit);
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_EQ(attempt.error, "the answer was not complete in time");
}

}  // namespace
}  // namespace pgreach::probe
