#include "verdict/completeness.hpp"

#include <gmock/gmock.h>

#include "support/records.hpp"
#include "verdict/controls.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::verdict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What judging a record says of gaps and of controls, as "step name: text".
class Gaps : public testing::Test {
  protected:
    StepRecord& step() { return record_.scenarios[0].steps[0]; }
    std::vector<std::string> gaps() {
        const auto verdict = judge(record_);
        std::vector<std::string> texts;
        for (const auto* item : all_items(verdict)) {
            const bool about = item->kind == ItemKind::plan || item->kind == ItemKind::control;
            if (!about || item->judgement == Judgement::conforms) continue;
            EXPECT_EQ(item->judgement, Judgement::inconclusive);
            EXPECT_NE(verdict.exit, exit_conforms);
            texts.push_back(item->step + (item->step.empty() ? "" : " ") + item->name + ": " + item->text);
        }
        return texts;
    }
    FlowRecord flow(const std::string& from, const std::string& to, int port) {
        auto copy = step().flows[0];
        copy.flow = {from, to, Protocol::tcp, port};
        return copy;
    }
    Record record_ = test::record_of_one_closed_flow();
};

TEST_F(Gaps, AWholeRecordHasNone) {
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(Gaps, AMissingOrCutControlIsNoticed) {
    const auto whole = record_;
    record_.controls.pop_back();
    EXPECT_THAT(gaps(),
                ElementsAre("positive control after: it is missing: it is not known whether the probed flows were "
                            "open with nothing applied"));
    record_ = whole;
    record_.controls[1].flows.clear();
    EXPECT_THAT(gaps(), ElementsAre("positive control after: not tried in it: frontend → primary:5432"));
}

TEST_F(Gaps, AControlThatFailsForOneReasonIsToldOnce) {
    record_.controls[0].flows.clear();
    record_.plan->flows[0].flows.clear();
    step().flows.clear();
    for (int i = 0; i < 60; ++i) {
        const Flow flow{"peer-" + std::to_string(i), "primary", Protocol::tcp, 5432};
        record_.plan->flows[0].flows.push_back(flow);
        record_.controls[0].flows.emplace_back(flow, Observation{{}, {}, {{DoubtCause::failed, "no route"}}});
    }
    record_.failure = "it fell";
    record_.controls.pop_back();
    EXPECT_THAT(gaps(), ElementsAre("positive control before: peer-0 → primary:5432, peer-1 → primary:5432, "
                                    "peer-2 → primary:5432, … (60 flows): not open: no route with nothing applied"));
}

TEST_F(Gaps, AMissingFlowIsNoticed) {
    record_.plan->flows[0].flows.push_back({"backend", "primary", Protocol::tcp, 5432});
    for (auto& control : record_.controls)
        control.flows.emplace_back(record_.plan->flows[0].flows[1], test::answered());
    EXPECT_THAT(gaps(), ElementsAre("applied missing flows: backend → primary:5432"));
}

TEST_F(Gaps, AFlowGivenTwiceIsNoticed) {
    step().flows.push_back(step().flows[0]);
    EXPECT_THAT(gaps(), ElementsAre("applied frontend → primary:5432: recorded more than once"));
}

TEST_F(Gaps, WhatIsUnknownIsNamed) {
    step().flows.push_back(flow("nobody", "primary", 5432));
    step().flows.push_back(flow("frontend", "nowhere", 5432));
    step().flows.push_back(flow("frontend", "primary", 1));
    step().flows[0].defect = "gone";
    step().flows[0].claim = Verdict::allow;
    EXPECT_THAT(gaps(), ElementsAre("applied nobody → primary:5432: unknown peer 'nobody'",
                                    "applied frontend → nowhere:5432: unknown target 'nowhere'",
                                    "applied frontend → primary:1: unknown port 1",
                                    "applied known defect 'gone': unknown: the scenario lists no such defect"));
}

TEST_F(Gaps, StepsAndScenariosAreHeldAgainstThePlan) {
    record_.plan->scenarios[0].steps.push_back({"removed"});
    record_.plan->scenarios.push_back({"another", "documented", {{"applied"}}});
    EXPECT_THAT(gaps(), ElementsAre("removed the step: missing: nothing of it is recorded",
                                    "the scenario: missing: nothing of it is recorded"));
    record_ = test::record_of_one_closed_flow();
    record_.scenarios.push_back(record_.scenarios[0]);
    EXPECT_THAT(gaps(), ElementsAre("the scenario: recorded more than once"));
    record_ = test::record_of_one_closed_flow();
    step().name = "odd";
    EXPECT_THAT(gaps(), ElementsAre("odd the step: unknown: it is not in the plan of the run",
                                    "applied the step: missing: nothing of it is recorded"));
}

TEST_F(Gaps, WhatBecameOfEachPolicyIsMissed) {
    step().admissions.push_back(step().admissions[0]);
    EXPECT_THAT(gaps(), ElementsAre("applied CiliumNetworkPolicy default/some-policy: recorded more than once, or not "
                                    "applied in this step"));
    step().admissions.clear();
    EXPECT_THAT(gaps(), ElementsAre("applied CiliumNetworkPolicy default/some-policy: missing: what became of it is "
                                    "not recorded"));
}

TEST_F(Gaps, ChecksOfTheDatabaseThatControlsMadeAreMissed) {
    record_.controls[0].health = {{.name = "replication of replica", .state = HealthState::working}};
    EXPECT_THAT(gaps(), ElementsAre("applied replication: missing: 0 of 1 checks are recorded"));
    step().health = {{record_.controls[0].health[0], Verdict::allow}};
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(Gaps, AnAccidentalCheckIsNotMissed) {
    record_.controls[0].health = {
        {.name = "operator's status of primary", .state = HealthState::working, .by_chance = true}};
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(Gaps, ARunThatEndedEarlyIsNotAskedForTheRest) {
    record_.failure = "it fell";
    record_.controls[0].health = {{.name = "replication of replica", .state = HealthState::working}};
    step().admissions.clear();
    record_.controls.pop_back();
    record_.plan->scenarios.push_back({"another", "documented", {{"applied"}}});
    EXPECT_THAT(gaps(), IsEmpty());
}

}  // namespace
}  // namespace pgreach::verdict
