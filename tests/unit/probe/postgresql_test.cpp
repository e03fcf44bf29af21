#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using namespace std::string_literals;
using test::FakeServer;
using test::milestones_of;
using test::partial_limit;
using test::says;
using test::short_limit;
using test::try_once;

// A message of the protocol: its type, its length, its content.
std::string message(char type, const std::string& content) {
    const size_t length = content.size() + 4;
    return std::string(1, type) + '\0' + '\0' + static_cast<char>(length >> 8) + static_cast<char>(length & 0xff) +
           content;
}
const std::string authenticated = message('R', "\0\0\0\0"s);
const std::string ready = message('Z', "I");
const std::string too_many = message('E', "SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0"s);

// A row of text columns, as the answer to a simple query.
std::string row(const std::vector<std::string>& values) {
    std::string description{'\0', static_cast<char>(values.size())};
    std::string data = description;
    for (const auto& value : values) {
        description += "c\0"s + std::string(6, '\0') + "\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0"s;
        data += "\0\0\0"s + static_cast<char>(value.size()) + value;
    }
    return message('T', description) + message('D', data) + message('C', "SELECT 1\0"s) + ready;
}

Dial dial_to(const FakeServer& server, const std::string& sslmode = "disable") {
    Dial dial = test::dial_to(PortPurpose::postgresql, server.port());
    dial.sslmode = sslmode;
    return dial;
}

TEST(Postgresql, GoesOnToTheQueryThatTellsWhoAnswers) {
    const FakeServer server([](int connection) {
        test::read_some(connection);
        test::say(connection, authenticated + ready);
        test::read_some(connection);
        test::say(connection, row({"primary", "10.244.0.3", "replica"}));
        test::until_closed(connection);
    });
    const Attempt attempt = try_once(dial_to(server));
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(attempt.answered_by, "primary@10.244.0.3 (replica)");
    EXPECT_EQ(attempt.error, "");
    EXPECT_EQ(milestones_of(attempt),
              (std::vector<Milestone>{Milestone::tcp, Milestone::authentication, Milestone::query}));
    EXPECT_EQ(attempt.reached, Milestone::query);
    EXPECT_EQ(attempt.destination, "127.0.0.1:" + std::to_string(server.port()));
    EXPECT_EQ(attempt.source.substr(0, 10), "127.0.0.1:");
    EXPECT_GE(attempt.duration_us, attempt.milestones.back().microseconds);
}

TEST(Postgresql, TooManyConnectionsIsAnAnswer) {
    const FakeServer server(says(too_many));
    const Attempt attempt = try_once(dial_to(server));
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_EQ(attempt.reached, Milestone::tcp);
    EXPECT_NE(attempt.error.find("FATAL:  sorry, too many clients already"), std::string::npos) << attempt.error;
}

TEST(Postgresql, AnErrorAndAResetRightBehindItIsAnAnswer) {
    const FakeServer server([](int connection) {
        test::say(connection, too_many);
        test::reset(connection);
    });
    EXPECT_EQ(try_once(dial_to(server)).end, AttemptEnd::answered);
}

TEST(Postgresql, AFailedQueryIsAnAnswer) {
    const FakeServer server([](int connection) {
        test::read_some(connection);
        test::say(connection, authenticated + ready);
        test::read_some(connection);
        test::say(connection, message('E', "SERROR\0VERROR\0C42501\0Mnot yours\0\0"s) + ready);
        test::until_closed(connection);
    });
    const Attempt attempt = try_once(dial_to(server));
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_EQ(attempt.reached, Milestone::authentication);
    EXPECT_EQ(attempt.answered_by, "");
    EXPECT_EQ(attempt.error, "ERROR:  not yours");
}

TEST(Postgresql, OneByteOfTheProtocolIsAnAnswer) {
    for (const auto& [bytes, sslmode] : std::vector<std::pair<std::string, std::string>>{
             {"S", "require"}, {"R", "disable"}, {"R\0\0\0\x08\0"s, "disable"}, {"E", "disable"}}) {
        const FakeServer server(says(bytes));
        const Attempt attempt = try_once(dial_to(server, sslmode), partial_limit);
        EXPECT_EQ(attempt.end, AttemptEnd::answered) << bytes;
        EXPECT_EQ(attempt.reached, Milestone::tcp) << bytes;
        EXPECT_EQ(attempt.error, "the answer was not complete in time") << bytes;
    }
}

TEST(Postgresql, RefusedTlsIsAnAnswer) {
    const FakeServer server(says("N"));
    const Attempt attempt = try_once(dial_to(server, "require"));
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_NE(attempt.error.find("server does not support SSL"), std::string::npos) << attempt.error;
}

TEST(Postgresql, SilenceAfterTheConnectionIsNoAnswer) {
    const FakeServer server(test::until_closed);
    const Attempt attempt = try_once(dial_to(server), short_limit);
    EXPECT_EQ(attempt.end, AttemptEnd::timed_out);
    EXPECT_EQ(attempt.reached, Milestone::tcp);
    EXPECT_GE(attempt.duration_us, short_limit * 1000);
}

TEST(Postgresql, AnotherProtocolIsAFailure) {
    for (const std::string bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "xyz"}) {
        const FakeServer server(says(bytes));
        for (const char* sslmode : {"require", "disable"}) {
            const Attempt attempt = try_once(dial_to(server, sslmode));
            EXPECT_EQ(attempt.end, AttemptEnd::failed) << bytes << sslmode;
            EXPECT_NE(attempt.error, "") << bytes << sslmode;
        }
    }
}

TEST(Postgresql, AResetOrAnEndWithoutAByteIsAFailure) {
    const FakeServer resets(test::reset);
    const FakeServer ends([](int) {});
    EXPECT_EQ(try_once(dial_to(resets)).end, AttemptEnd::failed);
    EXPECT_EQ(try_once(dial_to(ends)).end, AttemptEnd::failed);
    EXPECT_NE(try_once(dial_to(ends)).error.find("server closed the connection"), std::string::npos);
}

TEST(Postgresql, NobodyListensIsRefused) {
    const Attempt attempt = try_once(test::dial_to(PortPurpose::postgresql, test::closed_port()));
    EXPECT_EQ(attempt.end, AttemptEnd::refused);
    EXPECT_EQ(attempt.reached, Milestone::none);
    EXPECT_NE(attempt.error.find("Connection refused"), std::string::npos) << attempt.error;
}

TEST(Postgresql, APasswordThatCannotBeReadIsAFailure) {
    Dial dial = test::dial_to(PortPurpose::postgresql, test::closed_port());
    dial.password_file = "/nonexistent/password";
    EXPECT_EQ(try_once(dial).error, "password: cannot read /nonexistent/password: No such file or directory");
    dial.password_variable = "PGREACH_NO_SUCH_VARIABLE";
    EXPECT_EQ(try_once(dial).error, "no variable PGREACH_NO_SUCH_VARIABLE for the password");
    EXPECT_EQ(try_once(dial).end, AttemptEnd::failed);
}

}  // namespace
}  // namespace pgreach::probe
