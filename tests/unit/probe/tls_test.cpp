#include "unit/probe/tls_support.hpp"
#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using namespace std::string_literals;
using test::FakeServer;
using test::milestones_of;
using test::says_over_postgresql_tls;
using test::says_over_tls;
using test::try_once;

const std::string primary_ok = "HTTP/1.1 200 OK\r\nServer: primary\r\nContent-Length: 0\r\n\r\n";
const std::string too_many_clients = "E\0\0\0\x2fSFATAL\0VFATAL\0C53300\0Mtoo many clients already\0\0"s;

class Tls : public testing::Test {
  protected:
    Dial status(const FakeServer& server) const { return test::dial_to(PortPurpose::status, server.port()); }
    Dial database(const FakeServer& server, const std::string& sslmode) const {
        Dial dial = test::dial_to(PortPurpose::postgresql, server.port());
        dial.sslmode = sslmode;
        return dial;
    }

    test::Certificate ours_ = test::make_certificate("cluster-example-rw");
    test::Certificate foreign_ = test::make_certificate("cluster-example-rw");
    FakeServer status_{says_over_tls(ours_, primary_ok)};
    FakeServer database_{says_over_postgresql_tls(ours_, too_many_clients)};
};

TEST_F(Tls, StatusGoesOnToTheAnswer) {
    const Attempt attempt = try_once(status(status_));
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(attempt.answered_by, "primary");
    EXPECT_EQ(milestones_of(attempt), (std::vector<Milestone>{Milestone::tcp, Milestone::tls, Milestone::query}));
}

TEST_F(Tls, ABriefAttemptEndsOnceTlsStands) {
    for (Dial dial : {status(status_), database(database_, "require")}) {
        dial.brief = true;
        const Attempt attempt = try_once(dial);
        EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
        EXPECT_EQ(milestones_of(attempt), (std::vector<Milestone>{Milestone::tcp, Milestone::tls}));
        EXPECT_EQ(attempt.error, "");
    }
}

TEST_F(Tls, ABriefAttemptTakesNoForeignCertificateEither) {
    Dial dial = status(status_);
    dial.brief = true;
    dial.ca = foreign_.pem;
    EXPECT_EQ(try_once(dial).end, AttemptEnd::failed);
}

TEST_F(Tls, ACertificateOfTheCaIsTaken) {
    Dial dial = status(status_);
    dial.ca = ours_.pem;
    EXPECT_EQ(try_once(dial).end, AttemptEnd::answered) << try_once(dial).error;
    dial.server_name = "cluster-example-rw";
    EXPECT_EQ(try_once(dial).end, AttemptEnd::answered) << try_once(dial).error;
}

TEST_F(Tls, AnotherCertificateIsNoAnswerOfTheTarget) {
    Dial dial = status(status_);
    dial.ca = foreign_.pem;
    const Attempt attempt = try_once(dial);
    EXPECT_EQ(attempt.end, AttemptEnd::failed);
    EXPECT_EQ(attempt.reached, Milestone::tcp);
    EXPECT_NE(attempt.error.find("certificate"), std::string::npos) << attempt.error;
}

TEST_F(Tls, AnotherNameIsNoAnswerOfTheTarget) {
    Dial dial = status(status_);
    dial.ca = ours_.pem;
    dial.server_name = "cluster-example-ro";
    EXPECT_EQ(try_once(dial).end, AttemptEnd::failed);
}

TEST_F(Tls, PostgresqlGoesOnToItsAnswer) {
    const Attempt attempt = try_once(database(database_, "require"));
    EXPECT_EQ(attempt.end, AttemptEnd::answered);
    EXPECT_EQ(milestones_of(attempt), (std::vector<Milestone>{Milestone::tcp, Milestone::tls}));
    EXPECT_NE(attempt.error.find("too many clients already"), std::string::npos) << attempt.error;
}

TEST_F(Tls, PostgresqlProvesItselfByItsCa) {
    Dial dial = database(database_, "verify-ca");
    dial.ca = ours_.pem;
    EXPECT_EQ(try_once(dial).end, AttemptEnd::answered) << try_once(dial).error;
    dial.ca = foreign_.pem;
    const Attempt foreign = try_once(dial);
    EXPECT_EQ(foreign.end, AttemptEnd::failed);
    EXPECT_NE(foreign.error.find("certificate verify failed"), std::string::npos) << foreign.error;
}

}  // namespace
}  // namespace pgreach::probe
