#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using test::dial_to;
using test::FakeServer;
using test::messages_of;
using test::milestones_of;
using test::only;

const std::string http_ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

TEST(Session, SaysHelloFirst) {
    const auto messages = messages_of("");
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(std::get<Hello>(messages[0]).protocol, protocol_version);
}

TEST(Session, TellsTheConnectionBeforeTheAttemptAndDoneLast) {
    const FakeServer server(test::says(http_ok));
    const auto messages =
        messages_of(to_line(Batch{7, 20'000, 0, 0, {{3, dial_to(PortPurpose::metrics, server.port())}}}));
    ASSERT_EQ(messages.size(), 4U);
    const auto& started = std::get<Started>(messages[1]);
    const auto& attempted = std::get<Attempted>(messages[2]);
    EXPECT_EQ(started.batch, 7);
    EXPECT_EQ(started.id, 3);
    EXPECT_EQ(attempted.batch, 7);
    EXPECT_EQ(attempted.id, 3);
    EXPECT_EQ(started.source, attempted.attempt.source);
    EXPECT_EQ(started.destination, attempted.attempt.destination);
    EXPECT_EQ(std::get<Done>(messages[3]).batch, 7);
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
    Batch batch{1, 20'000};
    for (int id = 0; id < 8; ++id) batch.flows.push_back({id, dial_to(PortPurpose::metrics, server.port())});
    for (const auto& attempted : only<Attempted>(messages_of(to_line(batch)))) {
        EXPECT_EQ(attempted.attempt.end, AttemptEnd::answered) << attempted.attempt.error;
    }
}

TEST(Session, KeepsToItsWindow) {
    const FakeServer server(test::says(http_ok));
    Batch batch{1, 20'000, 1};
    for (int id = 0; id < 3; ++id) batch.flows.push_back({id, dial_to(PortPurpose::metrics, server.port())});
    std::string order;
    for (const auto& message : messages_of(to_line(batch))) {
        if (std::holds_alternative<Started>(message)) order += 's';
        if (std::holds_alternative<Attempted>(message)) order += 'a';
        if (std::holds_alternative<Done>(message)) order += 'd';
    }
    EXPECT_EQ(order, "sasasad");
}

TEST(Session, ACancelledAttemptIsDroppedWithItsReason) {
    const FakeServer server(test::until_closed);
    const Batch batch{1, 20'000, 0, 0, {{0, dial_to(PortPurpose::postgresql, server.port())}}};
    const auto attempts = only<Attempted>(messages_of(to_line(batch) + to_line(Cancel{1, 0, "nflog: SYN"})));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::dropped);
    EXPECT_EQ(attempts[0].attempt.error, "nflog: SYN");
    EXPECT_EQ(attempts[0].attempt.reached, Milestone::tcp);
}

TEST(Session, AHeldConnectionIsMadeAndSaysNothing) {
    std::string heard;
    {
        const FakeServer server([&](int connection) { heard += test::read_some(connection); });
        const Batch batch{1, 20'000, 0, 20'000, {{0, dial_to(PortPurpose::metrics, server.port())}}};
        const auto attempts = only<Attempted>(messages_of(to_line(batch) + to_line(Cancel{1, 0, "nflog: SYN"})));
        ASSERT_EQ(attempts.size(), 1U);
        EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::dropped);
        EXPECT_EQ(attempts[0].attempt.reached, Milestone::tcp);
    }
    EXPECT_EQ(heard, "");
}

TEST(Session, AHoldEndsWithGo) {
    const FakeServer server(test::says(http_ok));
    const Batch batch{1, 20'000, 0, 20'000, {{0, dial_to(PortPurpose::metrics, server.port())}}};
    const auto attempts = only<Attempted>(messages_of(to_line(batch) + to_line(Go{1})));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::answered);
    EXPECT_LT(attempts[0].attempt.duration_us, 10'000'000);
}

TEST(Session, AHoldEndsByItself) {
    const FakeServer server(test::says(http_ok));
    const Batch batch{1, 20'000, 0, 30, {{0, dial_to(PortPurpose::metrics, server.port())}}};
    const auto attempts = only<Attempted>(messages_of(to_line(batch)));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::answered);
    EXPECT_GE(attempts[0].attempt.duration_us, 30'000);
}

TEST(Session, ACancelOfAnotherAttemptIsIgnored) {
    const FakeServer server(test::says(http_ok));
    const Batch batch{1, 20'000, 0, 0, {{0, dial_to(PortPurpose::metrics, server.port())}}};
    const std::string others = to_line(Cancel{1, 1, "x"}) + to_line(Cancel{2, 0, "x"});
    const auto attempts = only<Attempted>(messages_of(to_line(batch) + others));
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].attempt.end, AttemptEnd::answered);
}

TEST(Session, ComplainsOfABrokenLineAndGoesOn) {
    const auto messages = messages_of("{\"batch\":1\n\n\xff\xfe\n" + to_line(Batch{2, 1}));
    EXPECT_EQ(only<Complaint>(messages).size(), 2U);
    EXPECT_EQ(only<Done>(messages).size(), 1U);
}

TEST(Session, AnEmptyPlanIsDoneAtOnce) {
    const auto messages = messages_of(to_line(Batch{5, 1000}));
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(std::get<Done>(messages[1]).batch, 5);
}

TEST(Session, ANameIsResolved) {
    const FakeServer server(test::says(http_ok));
    Dial dial = dial_to(PortPurpose::metrics, server.port());
    dial.address = "localhost";
    const Attempt attempt = test::try_once(dial);
    EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    EXPECT_EQ(milestones_of(attempt), (std::vector<Milestone>{Milestone::dns, Milestone::tcp, Milestone::query}));
}

TEST(Session, ANameThatIsNotResolvedIsAFailureAndNeverSilence) {
    Dial dial = dial_to(PortPurpose::metrics, 1);
    dial.address = "no-such-host.invalid";
    const Attempt attempt = test::try_once(dial, 2000);
    EXPECT_EQ(attempt.end, AttemptEnd::failed);
    EXPECT_NE(attempt.error.find("no-such-host.invalid"), std::string::npos) << attempt.error;
    EXPECT_EQ(attempt.source, "");
}

TEST(Session, EndsWhenItIsToldTo) {
    const auto messages = messages_of(to_line(End{}) + to_line(Batch{1, 1}));
    EXPECT_TRUE(only<Complaint>(messages).empty());
}

TEST(Session, EndsWhenNobodyReadsIt) {
    proc::Pipe in = proc::make_pipe().value();
    proc::Pipe out = proc::make_pipe().value();
    out.read.reset();
    EXPECT_EQ(serve(in.read.get(), out.write.get()), 3);
}

}  // namespace
}  // namespace pgreach::probe
