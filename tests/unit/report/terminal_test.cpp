#include "report/terminal.hpp"

#include <gtest/gtest.h>

#include "support/records.hpp"
#include "verdict/judge.hpp"

namespace pgreach::report {
namespace {

class Terminal : public testing::Test {
  protected:
    StepRecord& step() { return record_.scenarios[0].steps[0]; }
    FlowRecord& flow() { return step().flows[0]; }
    std::string text(const TerminalOptions& options = {}) {
        return to_terminal(record_, verdict::judge(record_), options);
    }
    void expect(const std::string& part, const TerminalOptions& options = {}) {
        const auto shown = text(options);
        EXPECT_NE(shown.find(part), std::string::npos) << shown;
    }
    Record record_ = test::record_of_one_closed_flow();
};

TEST_F(Terminal, BeginsAndEndsWithTheAnswer) {
    record_.versions = {{"postgresql", "15.18"}};
    step().health = {{{"replication of replica", HealthState::broken, "its packets are dropped"}, Verdict::deny}};
    EXPECT_EQ(text(),
              "some-scenario  conforms       policy accepted; replication broken\n"
              "\n"
              "backend embedded, semantics of Cilium 1.20, postgresql 15.18\n"
              "flows: 1 conforms; policies: 1 conforms; database: 1 check broken, as predicted\n"
              "passed: 1 scenario: 1 conforms\n");
}

TEST_F(Terminal, ARunWithAFaultSaysSoInItsFirstAndLastLineHoweverQuiet) {
    record_.faults = {"no-enforcement", "no-evidence"};
    const std::string line =
        "TEST RUN: it went without something on purpose (PGREACH_FAULT=no-enforcement,no-evidence) and proves "
        "nothing\n";
    for (const bool quiet : {false, true}) {
        const auto shown = text({.quiet = quiet});
        EXPECT_TRUE(shown.starts_with(line)) << shown;
        EXPECT_TRUE(shown.ends_with("\n" + line)) << shown;
    }
}

TEST_F(Terminal, ShowsTheMatrixOfAStepWhereItIsAskedFor) {
    expect(
        "some-scenario  conforms\n"
        "  Only some are let in\n"
        "  page: Some heading, block 1\n"
        "  applied: some-policy accepted\n"
        "                                            primary\n"
        "    from                                    5432\n"
        "    frontend                                -\n"
        "\n",
        {.matrix = true});
    EXPECT_EQ(text().find("    from "), std::string::npos);
}

TEST_F(Terminal, PoliciesOfOneNameAreToldApart) {
    step().admissions.push_back({.policy = {"NetworkPolicy", "default", "some-policy"}});
    step().admissions[1].observed = step().admissions[1].predicted = {.result = AdmissionResult::refused};
    expect("CiliumNetworkPolicy some-policy accepted, NetworkPolicy some-policy refused", {.matrix = true});
    expect("NetworkPolicy some-policy refused, 1 policy accepted");
    expect("docs-defect (applied): NetworkPolicy some-policy is refused");
}

TEST_F(Terminal, PeersThatSeeTheSameShareALine) {
    for (const char* peer : {"plain", "backend"}) {
        auto other = flow();
        other.flow.from = peer;
        step().flows.push_back(other);
        record_.plan->flows[0].flows.push_back(other.flow);
        for (auto& control : record_.controls) control.flows.emplace_back(other.flow, control.flows[0].second);
    }
    step().flows[2].claim = step().flows[2].prediction = Verdict::allow;
    step().flows[2].observation = test::answered();
    expect(
        "    frontend, plain                         -\n"
        "    backend                                 open\n",
        {.matrix = true});
    expect("    plain                                   -\n", {.verbose = true});
}

TEST_F(Terminal, AFlowOfAScenarioFileIsRepeatedWithThatFile) {
    record_.scenarios[0].argument = "my scenarios/mine.yaml";
    flow().observation = test::answered();
    expect("    repeat: pgreach run 'my scenarios/mine.yaml' --from frontend --to primary:5432\n");
}

TEST_F(Terminal, ADeviationSaysWhatWhyAndHowToRepeatIt) {
    flow().observation = test::answered();
    const auto shown = text();
    EXPECT_NE(shown.find("    frontend                                open!!\n"), std::string::npos) << shown;
    EXPECT_NE(shown.find("  deviation (applied): frontend → primary:5432\n"
                         "    predicted deny, seen open; the page claims deny\n"
                         "    engine: no rule matches\n"
                         "    repeat: pgreach run some-scenario --from frontend --to primary:5432\n"),
              std::string::npos)
        << shown;
}

TEST_F(Terminal, ItIsRepeatedOnTheBackendAndTheReleaseOfTheRun) {
    flow().observation = test::answered();
    const auto expect = [&](const std::string& options) {
        const auto line = "    repeat: pgreach run some-scenario --from frontend --to primary:5432" + options + "\n";
        EXPECT_NE(text().find(line), std::string::npos) << text();
    };
    record_.cilium.release = default_cilium;
    expect("");
    record_.cilium.release = "1.18";
    expect(" --cilium 1.18");
    record_.backend = "cluster";
    expect(" --backend cluster --cilium 1.18");
    record_.cilium.releases = {{"a", "1.18"}, {"b", "1.19"}};  // no option names two
    expect(" --backend cluster");
}

TEST_F(Terminal, AnAllowByAnotherPolicyThanPredictedIsNamed) {
    flow().claim = flow().prediction = Verdict::allow;
    flow().allowed_by = test::policies({"default/right"});
    flow().observation = test::let_pass(test::policies({"default/wrong"}));
    const auto shown = text();
    const char* finding =
        "let pass by CiliumNetworkPolicy default/wrong, which the engine says does not allow it; it says "
        "CiliumNetworkPolicy default/right does";
    EXPECT_NE(shown.find(finding), std::string::npos) << shown;
}

TEST_F(Terminal, WhatCouldNotBeToldSaysWhy) {
    flow().observation = {{{.end = AttemptEnd::refused, .error = "connection refused"}}, {}, {}};
    const auto shown = text();
    EXPECT_NE(shown.find(
                  "inconclusive (applied): frontend → primary:5432\n    could not tell: refused: connection refused\n"),
              std::string::npos)
        << shown;
}

TEST_F(Terminal, AKnownDefectComesWithItsRemedy) {
    flow().claim = Verdict::allow;
    flow().defect = "d";
    record_.scenarios[0].defects = {{"d", "it opens", "it does not", "https://example.org", "write this"}};
    expect(
        "  known defect d: 1 flow and 0 policies differ from the claims\n"
        "    happens:  it does not\n"
        "    remedy:   write this\n");
    expect(
        "    promised: it opens\n"
        "    happens:  it does not\n"
        "    remedy:   write this\n"
        "    see:      https://example.org\n",
        {.verbose = true});
}

TEST_F(Terminal, SaysWhatItDoesToTheDatabase) {
    step().health = {{{"replication of replica", HealthState::broken, "its packets are dropped"}, Verdict::deny}};
    const std::string consequence =
        "consequence (applied): replication of replica is broken: its packets are dropped\n";
    expect(consequence, {.verbose = true});
    expect("some-scenario: replication broken\n", {.quiet = true});
    step().health[0].prediction = Verdict::allow;
    expect(
        "  deviation (applied): replication of replica is broken, against the prediction: its packets are dropped\n");
    expect("1 database check contradicts the prediction\n");
}

TEST_F(Terminal, QuietShowsOnlyWhatIsNotAsItShouldBe) {
    EXPECT_EQ(text({.quiet = true}).find("some-scenario"), std::string::npos);
    flow().observation = test::answered();
    expect("some-scenario", {.quiet = true});
}

TEST_F(Terminal, AFailedControlIsTold) {
    record_.controls[0].flows[0].second = {{{.end = AttemptEnd::failed, .error = "no such host"}}, {}, {}};
    expect(
        "inconclusive: positive control before: frontend → primary:5432: not open: failed: no such host with nothing "
        "applied\n",
        {.quiet = true});
}

TEST_F(Terminal, AScenarioThatNeverBeganIsNotJudged) {
    record_.interrupted = true;
    record_.plan->scenarios.push_back({"another", "documented", {{"applied"}}});
    expect("another        not judged\n");
    expect("inconclusive: the run ended early: interrupted\n");
    expect("interrupted: 2 scenarios: 1 conforms, 1 not judged\n");
}

TEST_F(Terminal, ControlCharactersAreEscapedAndColoursAreOurs) {
    record_.scenarios[0].name = record_.plan->scenarios[0].name = "odd\x1b[37m\n";
    record_.notes = {"bell \x07"};
    const auto shown = text({.colour = true, .matrix = true});
    EXPECT_NE(shown.find("odd\\x1b[37m\\x0a"), std::string::npos) << shown;
    EXPECT_NE(shown.find("bell \\x07"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("\x1b[37m"), std::string::npos) << shown;
}

TEST_F(Terminal, LinesAreBrokenWhereTheTerminalIsNarrower) {
    record_.notes = {std::string(30, 'a') + " " + std::string(30, 'b') + " " + std::string(60, 'c')};
    expect(std::string(30, 'a') + " " + std::string(30, 'b') + "\n  " + std::string(60, 'c') + "\n", {.width = 110});
    expect(record_.notes[0] + "\n", {.width = 130});
    expect(record_.notes[0] + "\n");
}

}  // namespace
}  // namespace pgreach::report
