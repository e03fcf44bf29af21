#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using test::dial_to;
using test::FakeServer;
using test::milestones_of;
using test::only;
using test::reports_of;

const std::string http_ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

TEST(Session, SaysHelloFirst) {
    const auto reports = reports_of("");
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(std::get<Hello>(reports[0]).protocol, protocol_version);
}

TEST(Session, TellsTheConnectionBeforeTheAttemptAndDoneLast) {
    const FakeServer server(test::says(http_ok));
    const auto reports = reports_of(to_line(Plan{7, 20'000, 0, 0, {{3, dial_to(Service::metrics, server.port())}}}));
    ASSERT_EQ(reports.size(), 4U);
    const auto& started = std::get<Started>(reports[1]);
    const auto& attempted = std::get<Attempted>(reports[2]);
    EXPECT_EQ(started.plan, 7);
    EXPECT_EQ(started.id, 3);
    EXPECT_EQ(attempted.plan, 7);
    EXPECT_EQ(attempted.id, 3);
    EXPECT_EQ(started.source, attempted.attempt.source);
    EXPECT_EQ(started.destination, attempted.attempt.destination);
    EXPECT_EQ(std::get<Done>(reports[3]).plan, 7);
}

TEST(Session, TriesAllFlowsAtOnce) {
    // Nobody gets an answer before all have asked.
    std::vector<UniqueFd> waiting;
    const FakeServer server([&](int connection) {
        waiting.emplace_back(::dup(connection));
        if (waiting.size() < 8) return;
        for (const auto& one : waiting) test::say(one.get(), http_ok);
        waiting.clear();
    });
    Plan plan{1, 20'000};
    for (int id = 0; id < 8; ++id) plan.flows.push_back({id, dial_to(Service::metrics, server.port())});
    for (const auto& attempted : only<Attempted>(reports_of(to_line(plan)))) {
        EXPECT_EQ(attempted.attempt.end, AttemptEnd::answered) << attempted.attempt.error;
    }
}

TEST(Session, KeepsToItsWindow) {
    const FakeServer server(test::says(http_ok));
    Plan plan{1, 20'000, 1};
    for (int id = 0; id < 3; ++id) plan.flows.push_back({id, dial_to(Service::metrics, server.port())});
    std::string order;
    for (const auto& report : reports_of(to_line(plan))) {
        if (std::holds_alternative<Started>(report)) order += 's';
        if (std::holds_alternative<Attempted>(report)) order += 'a';
        if (std::holds_alternative<Done>(report)) order += 'd';
    }
    EXPECT_EQ(order, "sasasad");
}

TEST(Session, ACancelledAttemptIsDroppedWithItsReason) {
    const FakeServer server(test::until_closed);
    const Plan plan{1, 20'000, 0, 0, {{0, dial_to(Service::postgresql, server.port())}}};
    const auto attempts = only<Attempted>(reports_of(to_line(plan) + to_line(Cancel{1, 0, "nflog: SYN"})));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::dropped);
    EXPECT_EQ(attempts[0].attempt.error, "nflog: SYN");
    EXPECT_EQ(attempts[0].attempt.reached, Milestone::tcp);
}

TEST(Session, AHeldConnectionIsMadeAndSaysNothing) {
    std::string heard;
    {
        const FakeServer server([&](int connection) { heard += test::read_some(connection); });
        const Plan plan{1, 20'000, 0, 20'000, {{0, dial_to(Service::metrics, server.port())}}};
        const auto attempts = only<Attempted>(reports_of(to_line(plan) + to_line(Cancel{1, 0, "nflog: SYN"})));
        ASSERT_EQ(attempts.size(), 1U);
        EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::dropped);
        EXPECT_EQ(attempts[0].attempt.reached, Milestone::tcp);
    }
    EXPECT_EQ(heard, "");
}

TEST(Session, AHoldEndsWithGo) {
    const FakeServer server(test::says(http_ok));
    const Plan plan{1, 20'000, 0, 20'000, {{0, dial_to(Service::metrics, server.port())}}};
    const auto attempts = only<Attempted>(reports_of(to_line(plan) + to_line(Go{1})));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::answered);
    EXPECT_LT(attempts[0].attempt.duration_us, 10'000'000);
}

TEST(Session, AHoldEndsByItself) {
    const FakeServer server(test::says(http_ok));
    const Plan plan{1, 20'000, 0, 30, {{0, dial_to(Service::metrics, server.port())}}};
    const auto attempts = only<Attempted>(reports_of(to_line(plan)));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::answered);
    EXPECT_GE(attempts[0].attempt.duration_us, 30'000);
}

TEST(Session, ACancelOfAnotherAttemptIsIgnored) {
    const FakeServer server(test::says(http_ok));
    const Plan plan{1, 20'000, 0, 0, {{0, dial_to(Service::metrics, server.port())}}};
    const std::string others = to_line(Cancel{1, 1, "x"}) + to_line(Cancel{2, 0, "x"});
    const auto attempts = only<Attempted>(reports_of(to_line(plan) + others));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::answered);
}

TEST(Session, ComplainsOfABrokenLineAndGoesOn) {
    const auto reports = reports_of("{\"plan\":1\n\n\xff\xfe\n" + to_line(Plan{2, 1}));
    EXPECT_EQ(only<Complaint>(reports).size(), 2U);
    EXPECT_EQ(only<Done>(reports).size(), 1U);
}

TEST(Session, AnEmptyPlanIsDoneAtOnce) {
    const auto reports = reports_of(to_line(Plan{5, 1000}));
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(std::get<Done>(reports[1]).plan, 5);
}

TEST(Session, ANameIsResolved) {
    const FakeServer server(test::says(http_ok));
    Dial dial = dial_to(Service::metrics, server.port());
    dial.address = "localhost";
    const Attempt attempt = test::try_once(dial);
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(milestones_of(attempt), (std::vector<Milestone>{Milestone::dns, Milestone::tcp, Milestone::query}));
}

TEST(Session, ANameThatIsNotResolvedIsAFailureAndNeverSilence) {
    Dial dial = dial_to(Service::metrics, 1);
    dial.address = "no-such-host.invalid";
    const Attempt attempt = test::try_once(dial, 2000);
    EXPECT_EQ(attempt.end, AttemptEnd::failed);
    EXPECT_NE(attempt.error.find("no-such-host.invalid"), std::string::npos) << attempt.error;
    EXPECT_EQ(attempt.source, "");
}

TEST(Session, EndsWhenItIsToldTo) {
    const auto reports = reports_of(to_line(End{}) + to_line(Plan{1, 1}));
    EXPECT_TRUE(only<Complaint>(reports).empty());
}

TEST(Session, EndsWhenNobodyReadsIt) {
    proc::Pipe in = proc::make_pipe().value();
    proc::Pipe out = proc::make_pipe().value();
    out.read.reset();
    EXPECT_EQ(serve(in.read.get(), out.write.get()), 3);
}

}  // namespace
}  // namespace pgreach::probe
