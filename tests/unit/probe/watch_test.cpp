#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "probe/peer/handover.hpp"
#include "probe/peer/run_log.hpp"
#include "probe/peer/watching.hpp"
#include "probe/peer_clock.hpp"
#include "probe/prober.hpp"
#include "probe/watch_book.hpp"
#include "unit/probe/trials.hpp"

namespace pgreach {

inline void PrintTo(SampleOutcome outcome, std::ostream* out) {
    *out << to_string(outcome);
}

}  // namespace pgreach

namespace pgreach::probe {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string http_answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

// Answers requests until the peer goes away.
void answer_all(int connection) {
    while (!test::read_some(connection).empty()) test::say(connection, http_answer);
}

Sample sample(SampleOutcome outcome, std::int64_t begin) {
    return {outcome, begin, begin + 1};
}

TEST(RunLog, EqualOutcomesAreOneRun) {
    RunLog log(10);
    for (const int begin : {0, 5, 17, 20}) log.add(3, ConnectionKind::fresh, sample(SampleOutcome::answered, begin));
    const auto told = log.tell(1, 0);
    EXPECT_TRUE(told.ended.empty());
    ASSERT_EQ(told.open.size(), 1U);
    EXPECT_EQ(told.open[0].id, 3);
    EXPECT_EQ(told.open[0].run.count, 4);
    EXPECT_EQ(told.open[0].run.first_begin_us, 0);
    EXPECT_EQ(told.open[0].run.last_begin_us, 20);
    EXPECT_EQ(told.open[0].run.last_sent_us, 21);
    EXPECT_EQ(told.open[0].run.longest_step_us, 12);
}

TEST(RunLog, AnotherOutcomeEndsARunAndTheStepToItCounts) {
    RunLog log(10);
    log.add(0, ConnectionKind::fresh, sample(SampleOutcome::answered, 0));
    log.add(0, ConnectionKind::established, sample(SampleOutcome::answered, 2));
    log.add(0, ConnectionKind::fresh, sample(SampleOutcome::silent, 30));
    const auto told = log.tell(1, 0);
    ASSERT_EQ(told.ended.size(), 1U);
    EXPECT_EQ(told.ended[0].run.outcome, SampleOutcome::answered);
    ASSERT_EQ(told.open.size(), 2U);
    EXPECT_EQ(told.open[0].run.outcome, SampleOutcome::silent);
    EXPECT_EQ(told.open[0].run.longest_step_us, 30);
    EXPECT_EQ(log.tell(1, 1).ended.size(), 0U);
}

TEST(RunLog, AFullLogForgetsItsOldestRunsAndSaysSo) {
    RunLog log(2);
    for (int i = 0; i < 6; ++i) {
        log.add(0, ConnectionKind::fresh, sample(i % 2 == 0 ? SampleOutcome::answered : SampleOutcome::silent, i));
    }
    const auto told = log.tell(1, 0);
    EXPECT_EQ(told.first, 3);
    ASSERT_EQ(told.ended.size(), 2U);
    EXPECT_EQ(told.ended[0].run.first_begin_us, 3);
}

TEST(PeerClock, AClockThatMayBeOursIsTakenForIt) {
    PeerClock clock;
    clock.asked(1, TimePoint(microseconds(1000)));
    clock.answered(1, 1500, TimePoint(microseconds(2000)));
    EXPECT_EQ(clock.ours(7), 7);
    EXPECT_EQ(clock.error_us(), 0);
}

TEST(PeerClock, TheNarrowestAnswerCounts) {
    PeerClock clock;
    clock.asked(1, TimePoint(microseconds(1000)));
    clock.answered(1, 100'000, TimePoint(microseconds(3000)));
    EXPECT_EQ(clock.ours(100'000), 2000);
    clock.asked(2, TimePoint(microseconds(5000)));
    clock.answered(2, 104'100, TimePoint(microseconds(5200)));
    EXPECT_EQ(clock.ours(104'100), 5100);
    EXPECT_EQ(clock.error_us(), 101);
    clock.asked(3, TimePoint(microseconds(6000)));
    clock.answered(3, 200'000, TimePoint(microseconds(9000)));
    EXPECT_EQ(clock.ours(104'100), 5100);
    clock.answered(9, 0, TimePoint(microseconds(9001)));  // to no question
    EXPECT_EQ(clock.ours(104'100), 5100);
}

class NeverAsked final : public StopSignal {
  public:
    bool requested() const override { return false; }
    int fd() const override { return -1; }
};

class WatchTest : public testing::Test {
  protected:
    static PlannedFlow flow_to(int port) { return {"backend", test::dial_to(PortPurpose::metrics, port)}; }
    static Repeat often() {
        return {.interval = milliseconds(2),
                .patience = milliseconds(300),
                .beat = milliseconds(10),
                .ask = milliseconds(20)};
    }
    void wait(Duration time) {
        const TimePoint until = SteadyClock().now() + time;
        while (SteadyClock().now() < until) ASSERT_TRUE(prober_.next(until));
    }
    std::vector<Seen> watch(const std::vector<PlannedFlow>& flows, Duration time) {
        prober_.add_peer("backend", peer_.stream());
        const auto started = prober_.start(flows, often(), seconds(20));
        EXPECT_TRUE(started) << started.error().message;
        wait(time);
        auto seen = prober_.finish(seconds(20));
        EXPECT_TRUE(seen);
        return seen ? *seen : std::vector<Seen>();
    }
    static std::int64_t count(const Seen& seen, ConnectionKind kind, SampleOutcome outcome) {
        std::int64_t sum = 0;
        for (const auto& run : seen.runs) sum += run.kind == kind && run.outcome == outcome ? run.count : 0;
        return sum;
    }

    NeverAsked stop_;
    test::ServedPeer peer_;
    Prober prober_{stop_};
};

TEST_F(WatchTest, NewConnectionsAreAnsweredAndTheServerHearsOfNone) {
    std::atomic<int> accepted = 0;
    const test::FakeServer server([&](int connection) {
        ++accepted;
        answer_all(connection);
    });
    const auto seen = watch({flow_to(server.port())}, milliseconds(200));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].missing, "");
    EXPECT_GT(count(seen[0], ConnectionKind::fresh, SampleOutcome::answered), 5);
    EXPECT_EQ(count(seen[0], ConnectionKind::fresh, SampleOutcome::silent), 0);
    EXPECT_GT(count(seen[0], ConnectionKind::established, SampleOutcome::answered), 2);
    EXPECT_EQ(accepted, 1);  // the one that stays
}

TEST_F(WatchTest, TimesAreOnOurClock) {
    const test::FakeServer server(answer_all);
    const auto before = since({}, SteadyClock().now()).count();
    const auto seen = watch({flow_to(server.port())}, milliseconds(50));
    const auto after = since({}, SteadyClock().now()).count();
    for (const auto& run : seen.at(0).runs) {
        EXPECT_GE(run.first_begin_us, before);
        EXPECT_LE(run.last_sent_us, after);
        EXPECT_LE(run.first_begin_us, run.first_sent_us);
    }
}

TEST_F(WatchTest, ARefusedConnectionIsNeitherOpenNorClosed) {
    const auto seen = watch({flow_to(test::closed_port())}, milliseconds(50));
    EXPECT_GT(count(seen.at(0), ConnectionKind::fresh, SampleOutcome::refused), 0);
    EXPECT_EQ(count(seen.at(0), ConnectionKind::fresh, SampleOutcome::silent), 0);
    EXPECT_EQ(count(seen.at(0), ConnectionKind::established, SampleOutcome::answered), 0);
}

TEST_F(WatchTest, AConnectionThatTheTargetEndsIsSeenAndReplaced) {
    const test::FakeServer server([](int connection) {
        test::read_some(connection);
        test::say(connection, http_answer);
        test::read_some(connection);
    });
    const auto seen = watch({flow_to(server.port())}, milliseconds(200));
    EXPECT_GT(count(seen.at(0), ConnectionKind::established, SampleOutcome::answered), 0);
    EXPECT_GT(count(seen.at(0), ConnectionKind::established, SampleOutcome::silent), 0);
}

// What is answered late was asked long before the beats that wait by then.
TEST_F(WatchTest, AnAnswerAfterItWasGivenUpIsNoneToTheBeatsThatWait) {
    const test::FakeServer server([](int connection) {
        test::read_some(connection);
        test::say(connection, http_answer);
        test::read_some(connection);
        std::this_thread::sleep_for(milliseconds(450));
        test::say(connection, http_answer);
        test::until_closed(connection);
    });
    const auto seen = watch({flow_to(server.port())}, milliseconds(700));
    EXPECT_LE(count(seen.at(0), ConnectionKind::established, SampleOutcome::answered), 1);
    EXPECT_GT(count(seen.at(0), ConnectionKind::established, SampleOutcome::silent), 0);
}

// Else a policy that goes makes a flood of what was sent again.
TEST(Watching, NewConnectionsAreGivenUpBeforeTheKernelSendsThemAgain) {
    int port = 0;
    const UniqueFd deaf = test::deaf_listener(port);
    auto watching = Watching::create(
        {1, 50'000, 3'000'000, 0, 100, "", 20'000'000, {{0, test::dial_to(PortPurpose::metrics, port)}}});
    ASSERT_TRUE(watching) << watching.error().message;
    const TimePoint until = SteadyClock().now() + milliseconds(1300);
    while (SteadyClock().now() < until) {
        std::vector<pollfd> descriptors;
        const TimePoint wake = std::min(until, watching->wait(descriptors));
        const auto rest = std::chrono::ceil<milliseconds>(wake - SteadyClock().now()).count();
        ::poll(descriptors.data(), descriptors.size(), static_cast<int>(std::max<std::int64_t>(rest, 0)));
        watching->go_on(descriptors.data());
    }
    const auto told = watching->tell(0);
    ASSERT_EQ(told.open.size(), 1U);
    EXPECT_EQ(told.open[0].run.outcome, SampleOutcome::silent);
    EXPECT_GT(told.open[0].run.count, 3);
}

TEST_F(WatchTest, AFlowWithoutAProbeIsMissing) {
    const auto seen = watch({{"nobody", test::dial_to(PortPurpose::metrics, 1)}}, milliseconds(1));
    EXPECT_EQ(seen.at(0).missing, "there is no probe of nobody");
}

TEST_F(WatchTest, AProbeThatIsLostIsMissing) {
    prober_.add_peer("lost", test::scripted_peer(R"(echo "$hello"; for i in 1 2 3; do read ask; n=${ask##*:}; )"
                                                 R"(echo "{\"time\":{\"question\":${n%\}},\"now_us\":1}}"; done; )"
                                                 R"(read watch; read ask; n=${ask##*:}; )"
                                                 R"(echo "{\"time\":{\"question\":${n%\}},\"now_us\":1}}"; exit 1)"));
    const test::FakeServer server(answer_all);
    PlannedFlow theirs = flow_to(server.port());
    theirs.peer = "lost";
    const auto seen = watch({flow_to(server.port()), theirs}, milliseconds(50));
    EXPECT_EQ(seen.at(0).missing, "");
    EXPECT_EQ(seen.at(1).missing, "the probe of lost ended: exit 1");
}

// The stream ends in the middle; whoever resumes it is told what was seen before and since.
TEST(Handover, AWatchOutlivesItsStreamAndTellsItsLog) {
    const test::FakeServer server(answer_all);
    const std::string name = "test-" + std::to_string(::getpid());
    auto plans = proc::make_pipe().value();
    auto reports = proc::make_pipe().value();
    std::thread probe([&, in = plans.read.get(), out = reports.write.get()] { serve(in, out); });
    Watch watch{1, 2000, 300'000, 0, 10, name, 20'000'000, {{0, test::dial_to(PortPurpose::metrics, server.port())}}};
    const std::string begin = to_line(watch);
    std::string_view text = begin;
    ASSERT_EQ(proc::write_some(plans.write.get(), text), proc::Transfer::more);
    std::this_thread::sleep_for(milliseconds(50));
    plans.write.reset();
    reports.read.reset();

    auto again = proc::make_pipe().value();
    auto told = proc::make_pipe().value();
    const std::string ask = to_line(Unwatch{1}) + to_line(Tell{1, 0}) + to_line(End{});
    text = ask;
    ASSERT_EQ(proc::write_some(again.write.get(), text), proc::Transfer::more);
    int code = 3;
    for (int i = 0; i < 1000 && code != 0; ++i) {
        code = resume(name, again.read.get(), told.write.get());
        if (code != 0) std::this_thread::sleep_for(milliseconds(10));
    }
    probe.join();
    EXPECT_EQ(code, 0);
    told.write.reset();
    Lines lines;
    while (proc::read_some(told.read.get(), lines.buffer()) == proc::Transfer::more) {
    }
    std::vector<Told> answers;
    while (const auto line = lines.next()) {
        const auto message = parse_message(*line);
        ASSERT_TRUE(message);
        if (const auto* one = std::get_if<Told>(&*message)) answers.push_back(*one);
    }
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_EQ(answers[0].open.size(), 1U);
    EXPECT_GT(answers[0].open[0].run.count, 5);
}

}  // namespace
}  // namespace pgreach::probe
