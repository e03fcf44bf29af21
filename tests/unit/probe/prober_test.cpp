#include "probe/prober.hpp"

#include <gtest/gtest.h>

#include "unit/probe/support.hpp"

namespace pgreach::probe {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::scripted_peer;

constexpr auto attempt_0 =
    R"(echo '{"attempt":{"batch":1,"id":0,"end":"answered","reached":"tcp","milestones":[],"duration_us":1,)"
    R"("source":"a:1","destination":"b:5432"}}'; )";
constexpr auto started_0 = R"(echo '{"started":{"batch":1,"id":0,"source":"a:1","destination":"b:5432"}}'; )";

class TestStop final : public StopSignal {
  public:
    bool requested() const override { return requested_; }
    int fd() const override { return -1; }
    bool requested_ = false;
};

class ProberTest : public testing::Test {
  protected:
    static PlannedFlow from(const std::string& peer) { return {peer, {PortPurpose::postgresql, "b", 5432}, {}}; }
    Probed only(Result<std::vector<Probed>> results) {
        EXPECT_TRUE(results) << results.error().message;
        return results && results->size() == 1 ? results->front() : Probed{};
    }
    void use(const std::string& peer, const std::string& script) { prober_.add_peer(peer, scripted_peer(script)); }
    // One flow from `backend`, whose probe is that script.
    Probed observe(const std::string& script, Duration limit = seconds(20)) {
        use("backend", script);
        return only(prober_.observe({from("backend")}, limit));
    }
    std::string cause(const std::string& script, Duration limit = seconds(20)) {
        const Probed probed = observe(script, limit);
        EXPECT_EQ(probed.attempt.end, AttemptEnd::failed);
        return probed.attempt.error;
    }

    TestStop stop_;
    test::FakeEvidence evidence_;
    Prober prober_{stop_, {.patience = milliseconds(100)}};
};

TEST_F(ProberTest, GivesAttemptsInTheOrderOfTheFlows) {
    const auto answer = [](const char* id, const char* source) {
        return std::string(R"(echo '{"attempt":{"batch":')") + "$1" + R"(',"id":)" + id +
               R"(,"end":"answered","reached":"tcp","milestones":[],"duration_us":1,"source":")" + source + R"("}}'; )";
    };
    use("a", R"(set -- 1; echo "$hello"; read batch; )" + answer("2", "a:2") + answer("0", "a:0") + "read end");
    use("b", R"(set -- 2; echo "$hello"; read batch; )" + answer("1", "b:1") + "read end");
    const auto results = prober_.observe({from("a"), from("b"), from("a")}, seconds(10));
    ASSERT_TRUE(results);
    EXPECT_EQ(results->at(0).attempt.source, "a:0");
    EXPECT_EQ(results->at(1).attempt.source, "b:1");
    EXPECT_EQ(results->at(2).attempt.source, "a:2");
}

TEST_F(ProberTest, NamesAProbeThatEndedBeforeItSaidHello) {
    EXPECT_EQ(cause("exit 0"), "the probe of backend ended: exit 0 before it said hello");
}

TEST_F(ProberTest, QuotesWhatALostProbeSaidOnStderr) {
    EXPECT_EQ(cause("echo 'Error from server (NotFound): pods \"x\" not found' >&2; exit 1"),
              "the probe of backend ended: exit 1 before it said hello: Error from server (NotFound): pods \"x\" not "
              "found");
}

TEST_F(ProberTest, NamesAProbeThatIsKilledInMidPlan) {
    EXPECT_EQ(cause(R"(echo "$hello"; read batch; kill -9 $$)"), "the probe of backend ended: signal 9 (Killed)");
}

TEST_F(ProberTest, NamesAProgramThatIsNoProbe) {
    EXPECT_EQ(
        cause("echo yes; read batch"),
        "the probe of backend sends something that is not the protocol: \"yes\" is not the probe's protocol: not JSON");
    EXPECT_EQ(cause(R"(echo '{"done":1}'; read batch)"), "the probe of backend did not say hello first");
    EXPECT_EQ(cause(R"(echo '{"hello":{"version":"9","protocol":7}}'; read batch)"),
              "the probe of backend speaks protocol 7, not 1: it is of another version (9)");
}

TEST_F(ProberTest, NamesAProbeThatStaysSilent) {
    const std::string text = cause("read batch; read more", milliseconds(20));
    EXPECT_EQ(text.substr(0, 37), "the probe of backend said nothing for");
}

TEST_F(ProberTest, NamesAPeerWithoutAProbe) {
    EXPECT_EQ(only(prober_.observe({from("nobody")}, seconds(10))).attempt.error, "there is no probe of nobody");
}

TEST_F(ProberTest, KeepsTheAttemptsThatALostProbeHadMade) {
    use("backend", std::string(R"(echo "$hello"; read batch; )") + attempt_0 + "exit 3");
    const auto results = prober_.observe({from("backend"), from("backend")}, seconds(10));
    ASSERT_TRUE(results);
    EXPECT_EQ(results->at(0).attempt.end, AttemptEnd::answered);
    EXPECT_EQ(results->at(1).attempt.end, AttemptEnd::failed);
    EXPECT_EQ(results->at(1).attempt.error, "the probe of backend ended: exit 3");
}

TEST_F(ProberTest, RestartsALostProbeAndAsksAgain) {
    prober_.on_lost([](const std::string&) -> Result<PeerStream> {
        return scripted_peer(R"(echo "$hello"; read batch; echo '{"attempt":{"batch":2,"id":0,"end":"timed-out",)"
                             R"("reached":"none","milestones":[],"duration_us":1}}'; read end)");
    });
    EXPECT_EQ(observe(R"(echo "$hello"; read batch; exit 1)").attempt.end, AttemptEnd::timed_out);
}

TEST_F(ProberTest, RestartsOnceInAnObservation) {
    int restarts = 0;
    prober_.on_lost([&](const std::string&) -> Result<PeerStream> {
        ++restarts;
        return scripted_peer("exit 1");
    });
    EXPECT_EQ(cause("exit 1"), "the probe of backend ended: exit 1 before it said hello");
    EXPECT_EQ(restarts, 1);
}

TEST_F(ProberTest, SaysWhyAProbeCannotBeRestarted) {
    prober_.on_lost([](const std::string&) -> Result<PeerStream> { return environment_error("no such pod"); });
    EXPECT_EQ(cause("exit 1"),
              "the probe of backend is lost (the probe of backend ended: exit 1 before it said hello) and cannot be "
              "restarted: no such pod");
}

TEST_F(ProberTest, ALossIsToldAsItWasHoweverOftenItIsTriedAgain) {
    prober_.on_lost([](const std::string&) -> Result<PeerStream> { return environment_error("no such pod"); });
    const std::string first = cause("exit 1");
    EXPECT_EQ(only(prober_.observe({from("backend")}, seconds(20))).attempt.error, first);
}

TEST_F(ProberTest, IgnoresReportsOfAnotherPlan) {
    EXPECT_EQ(cause(R"(echo "$hello"; read batch; echo '{"attempt":{"batch":99,"id":0,"end":"answered",)"
                    R"("reached":"tcp","milestones":[],"duration_us":1}}'; exit 0)"),
              "the probe of backend ended: exit 0");
}

TEST_F(ProberTest, IsInterrupted) {
    use("backend", R"(echo "$hello"; read batch; read more)");
    stop_.requested_ = true;
    const auto results = prober_.observe({from("backend")}, seconds(10));
    ASSERT_FALSE(results);
    EXPECT_EQ(results.error().kind, ErrorKind::interrupted);
}

TEST_F(ProberTest, GreetsAllOrNamesAllThatFailed) {
    use("a", "exit 4");
    use("b", R"(echo "$hello"; read batch)");
    use("c", "exit 5");
    const auto greeted = prober_.greet(seconds(20));
    ASSERT_FALSE(greeted);
    EXPECT_EQ(greeted.error().message,
              "the probe of a ended: exit 4 before it said hello\nthe probe of c ended: exit 5 before it said hello");
}

TEST_F(ProberTest, GreetsNobodyWhoStaysSilent) {
    use("a", "read batch");
    const auto greeted = prober_.greet(milliseconds(20));
    ASSERT_FALSE(greeted);
    EXPECT_EQ(greeted.error().message, "the probe of a did not say hello in time");
}

// What events do to an observation.
class ProberEvidence : public ProberTest {
  protected:
    ProberEvidence() { prober_.add_evidence(evidence_); }
    // Tells its connection, and ends it as dropped with the reason it is given.
    static std::string cancellable() {
        return std::string(R"(echo "$hello"; read batch; )") + started_0 +
               R"(read cancel; case $cancel in *'"reason":"nflog: SYN"'*) echo '{"attempt":{"batch":1,"id":0,)"
               R"("end":"dropped","reached":"none","milestones":[],"duration_us":1,"source":"a:1",)"
               R"("destination":"b:5432"}}';; esac; read end)";
    }
    static Events drop_of(std::string source, std::string destination) {
        return {{{std::move(source), std::move(destination), "nflog: SYN"}}};
    }
};

TEST_F(ProberEvidence, ADropEndsItsAttemptAtOnce) {
    use("backend", cancellable());
    evidence_.happens(Events{});                  // for the drain of old events
    evidence_.happens(drop_of("a:1", "b:5432"));  // comes before anybody knows whose it is
    const Probed probed = only(prober_.observe({from("backend")}, seconds(10)));
    EXPECT_EQ(probed.attempt.end, AttemptEnd::dropped);
    ASSERT_EQ(probed.events.size(), 1U);
    EXPECT_EQ(probed.events[0].kind, EvidenceKind::drop_event);
    EXPECT_EQ(probed.events[0].detail, "nflog: SYN");
}

TEST_F(ProberEvidence, OpenFlowsGoOnOnceAllConnectionsAreOnTheirWay) {
    const auto peer = [](const std::string& id) {
        return R"(echo "$hello"; read batch; echo '{"started":{"batch":)" + id + R"(,"id":)" + (id == "1" ? "0" : "1") +
               R"(,"source":"x:)" + id + R"(","destination":"b:5432"}}'; read go; case $go in '{"go":)" + id +
               R"(}') echo '{"attempt":{"batch":)" + id + R"(,"id":)" + (id == "1" ? "0" : "1") +
               R"(,"end":"answered","reached":"tcp","milestones":[],"duration_us":1}}';; esac; read end)";
    };
    use("a", peer("1"));
    use("b", peer("2"));
    const auto results = prober_.observe({from("a"), from("b")}, seconds(10));
    ASSERT_TRUE(results);
    for (const auto& probed : *results) EXPECT_EQ(probed.attempt.end, AttemptEnd::answered) << probed.attempt.error;
}

TEST_F(ProberTest, NothingIsHeldBackWhereNoEvidenceCanCome) {
    EXPECT_EQ(observe(R"(echo "$hello"; read batch; case $batch in *'"hold_ms":0'*) )" + std::string(attempt_0) +
                      ";; esac; read end")
                  .attempt.end,
              AttemptEnd::answered);
}

TEST_F(ProberEvidence, ADropBehindAServiceIsItsOwn) {
    use("backend", cancellable());
    evidence_.happens(Events{});
    evidence_.happens(drop_of("a:1", "pod:5432"));
    PlannedFlow flow = from("backend");
    flow.behind = {"pod:5432"};
    EXPECT_EQ(only(prober_.observe({flow}, seconds(10))).attempt.end, AttemptEnd::dropped);
}

TEST_F(ProberEvidence, ADropOfAnotherConnectionIsNoEvidence) {
    evidence_.happens(Events{});
    evidence_.happens(drop_of("a:1", "other:5432"));
    evidence_.happens(drop_of("a:2", "b:5432"));
    const Probed probed = observe(std::string(R"(echo "$hello"; read batch; )") + started_0 + attempt_0 + "read end");
    EXPECT_EQ(probed.attempt.end, AttemptEnd::answered);
    EXPECT_TRUE(probed.events.empty());
}

TEST_F(ProberEvidence, WhatHappenedBeforeIsNoEvidence) {
    evidence_.happens(drop_of("a:1", "b:5432"));
    EXPECT_TRUE(observe(std::string(R"(echo "$hello"; read batch; )") + attempt_0 + "read end").events.empty());
}

TEST_F(ProberEvidence, AnEventThatComesLastStillCounts) {
    evidence_.silent = true;  // so that only the last look finds it
    evidence_.happens(Events{});
    evidence_.happens(Events{{}, {{"a:1", "b:5432", "hubble: allowed by p"}}});
    const Probed probed = observe(std::string(R"(echo "$hello"; read batch; )") + attempt_0 + "read end");
    ASSERT_EQ(probed.events.size(), 1U);
    EXPECT_EQ(probed.events[0].kind, EvidenceKind::forward_event);
    EXPECT_EQ(probed.events[0].detail, "hubble: allowed by p");
}

TEST_F(ProberEvidence, LossIsToldWithEachFlow) {
    evidence_.happens(Events{});
    evidence_.happens(Events{{}, {}, "nflog: buffer overrun"});
    EXPECT_EQ(observe(std::string(R"(echo "$hello"; read batch; )") + attempt_0 + "read end").evidence_lost,
              "nflog: buffer overrun");
}

TEST_F(ProberEvidence, AFailedSourceIsALoss) {
    evidence_.happens(Events{});
    evidence_.happens(environment_error("hubble ended"));
    EXPECT_EQ(observe(std::string(R"(echo "$hello"; read batch; )") + attempt_0 + "read end").evidence_lost,
              "hubble ended");
}

}  // namespace
}  // namespace pgreach::probe
