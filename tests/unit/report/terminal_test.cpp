#include "report/terminal.hpp"

#include <gtest/gtest.h>

#include "run/judge.hpp"
#include "support/records.hpp"

namespace pgreach::report {
namespace {

class Terminal : public testing::Test {
  protected:
    FlowRecord& flow() { return record_.scenarios[0].flows[0]; }
    std::string text(const TerminalOptions& options = {}) {
        run::judge(record_);
        return to_terminal(record_, options);
    }
    Record record_ = test::record_of_one_closed_flow();
};

TEST_F(Terminal, ShowsTheMatrixOfAStep) {
    record_.versions = {{"postgresql", "15.18"}};
    EXPECT_EQ(text(),
              "some-scenario  conforms\n"
              "  Only some are let in\n"
              "  applied: some-policy accepted\n"
              "                                            primary\n"
              "    from                                    5432\n"
              "    frontend                                -\n"
              "\n"
              "1 scenarios; flows: 1 conforms; policies: 1 conforms\n"
              "backend embedded, semantics of cilium-1.20, postgresql 15.18\n");
}

TEST_F(Terminal, PeersThatSeeTheSameShareALine) {
    for (const char* peer : {"plain", "backend"}) {
        auto other = flow();
        other.flow.from = peer;
        record_.scenarios[0].flows.push_back(other);
        for (auto& control : record_.controls) control.flows.emplace_back(other.flow, control.flows[0].second);
    }
    record_.scenarios[0].flows[2].claim = record_.scenarios[0].flows[2].prediction = Verdict::allow;
    record_.scenarios[0].flows[2].observation.observed = Observed::open;
    EXPECT_NE(text().find("    frontend, plain                         -\n"
                          "    backend                                 open\n"),
              std::string::npos)
        << text();
    EXPECT_NE(text({.verbose = true}).find("    plain                                   -\n"), std::string::npos);
}

TEST_F(Terminal, ADeviationSaysWhatWhyAndHowToRepeatIt) {
    flow().observation.observed = Observed::open;
    const auto shown = text();
    EXPECT_NE(shown.find("    frontend                                open!!\n"), std::string::npos) << shown;
    EXPECT_NE(shown.find("  deviation (applied): frontend → primary:5432\n"
                         "    predicted deny, seen open; the page claims deny\n"
                         "    engine: no rule matches\n"
                         "    repeat: pgreach run some-scenario --from frontend --to primary:5432\n"),
              std::string::npos)
        << shown;
}

TEST_F(Terminal, AnAllowByAnotherPolicyThanPredictedIsNamed) {
    flow().claim = flow().prediction = Verdict::allow;
    flow().allowed_by = {"default/right"};
    flow().observation = {Observed::open, "", {{EvidenceKind::forward_event, "hubble", {"default/wrong"}}}, {}};
    const auto shown = text();
    const char* finding =
        "let pass by default/wrong, which the engine says does not allow it; it says default/right does";
    EXPECT_NE(shown.find(finding), std::string::npos) << shown;
}

TEST_F(Terminal, WhatCouldNotBeToldSaysWhy) {
    flow().observation = {Observed::unclear, "connection refused", {}, {}};
    const auto shown = text();
    EXPECT_NE(shown.find("inconclusive (applied): frontend → primary:5432\n    could not tell: connection refused\n"),
              std::string::npos)
        << shown;
}

TEST_F(Terminal, AKnownDefectComesWithItsRemedy) {
    flow().claim = Verdict::allow;
    flow().defect = "d";
    record_.scenarios[0].defects = {{"d", "it opens", "it does not", "https://example.org", "write this"}};
    const auto shown = text();
    EXPECT_NE(shown.find("  defect d: 1 flows differ from the page\n"
                         "    promised: it opens\n"
                         "    happens:  it does not\n"
                         "    remedy:   write this\n"
                         "    see:      https://example.org\n"),
              std::string::npos)
        << shown;
}

TEST_F(Terminal, SaysWhatItDoesToTheDatabase) {
    record_.scenarios[0].health = {
        {"applied", {"replication of replica", HealthState::broken, "its packets are dropped"}, Verdict::deny}};
    EXPECT_NE(text().find("consequence (applied): replication of replica is broken: its packets are dropped\n"),
              std::string::npos);
    record_.scenarios[0].health[0].prediction = Verdict::allow;
    EXPECT_NE(text().find("is broken, against the prediction:"), std::string::npos);
}

TEST_F(Terminal, QuietShowsOnlyWhatIsNotAsItShouldBe) {
    EXPECT_EQ(text({.quiet = true}).find("some-scenario"), std::string::npos);
    flow().observation.observed = Observed::open;
    EXPECT_NE(text({.quiet = true}).find("some-scenario"), std::string::npos);
}

TEST_F(Terminal, AFailedControlIsTold) {
    record_.controls[0].flows[0].second = {Observed::unclear, "no such host", {}, {}};
    EXPECT_NE(
        text({.quiet = true}).find("positive control before: frontend → primary:5432 was unclear: no such host\n"),
        std::string::npos);
}

}  // namespace
}  // namespace pgreach::report
