#include "verdict/judge.hpp"

#include <gmock/gmock.h>

#include "support/records.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::verdict {
namespace {

using testing::HasSubstr;

class Judge : public testing::Test {
  protected:
    StepRecord& step() { return record_.scenarios[0].steps[0]; }
    FlowRecord& flow() { return step().flows[0]; }
    AdmissionRecord& admission() { return step().admissions[0]; }
    int judged() {
        verdict_ = judge(record_);
        return verdict_.exit;
    }
    const Item& item(ItemKind kind) {
        for (const auto* one : all_items(verdict_)) {
            if (one->kind == kind) return *one;
        }
        throw std::logic_error("there is no such item");
    }
    // Open as claimed and predicted, by these policies in the words of an event and of the engine.
    void let_pass(const std::vector<std::string>& named, const std::vector<std::string>& predicted,
                  const std::string& kind = "CiliumNetworkPolicy") {
        flow().claim = flow().prediction = Verdict::allow;
        flow().allowed_by = test::policies(predicted, kind);
        flow().observation = named.empty() ? test::answered() : test::let_pass(test::policies(named));
    }
    Record record_ = test::record_of_one_closed_flow();
    RunVerdict verdict_;
};

TEST_F(Judge, ARunWhereAllConformsExitsZero) {
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_EQ(verdict_.summary.flows[Judgement::conforms], 1);
}

TEST_F(Judge, ARunWithoutFlowsIsNoSuccess) {
    record_.scenarios.clear();
    record_.controls.clear();
    record_.plan = RunPlan{};
    EXPECT_EQ(judged(), exit_nothing);
}

TEST_F(Judge, SilenceWithoutADropEventIsNotClosedWhereDropsAreRecorded) {
    flow().observation.evidence.clear();
    flow().observation.attempts[0].end = AttemptEnd::timed_out;
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_EQ(item(ItemKind::flow).flow()->conclusion.observed, Observed::unclear);
    record_.drop_evidence = false;
    EXPECT_EQ(judged(), exit_conforms) << "a positive control is enough where no drops are recorded";
}

TEST_F(Judge, AFailedControlMakesAClosedFlowUnclear) {
    record_.controls[1].flows[0].second = test::dropped();
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_EQ(item(ItemKind::flow).judgement, Judgement::inconclusive);
    EXPECT_THAT(item(ItemKind::flow).text, HasSubstr("this flow was not open with nothing applied"));
}

TEST_F(Judge, ARestoredControlGivesTheRestoredVerdict) {
    const auto good = record_;
    record_.controls[1].flows[0].second = test::dropped();
    EXPECT_EQ(judged(), exit_inconclusive);
    record_.controls = good.controls;
    EXPECT_EQ(judged(), exit_conforms);
}

TEST_F(Judge, AnAnswerBySomebodyElseIsInconclusive) {
    let_pass({}, {"default/a"});
    flow().observation.attempts[0].answered_by = "replica@10.244.0.9 (replica)";
    flow().observation.attempts[0].answerers = {"primary"};
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_THAT(item(ItemKind::flow).text, HasSubstr("answered by replica@10.244.0.9 (replica) instead of primary"));
}

TEST_F(Judge, AnOpenFlowWithoutAnyAnswerIsInconclusive) {
    let_pass({}, {"default/a"});
    flow().observation.attempts.clear();
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, ADropEventOfAnotherConnectionIsInconclusive) {
    flow().observation.evidence[0].source = "10.244.0.7:1";
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_THAT(item(ItemKind::flow).text, HasSubstr("an event of another connection"));
}

TEST_F(Judge, AScenarioOfWhichNothingWasJudgedIsHeadedByNothing) {
    record_.interrupted = true;
    record_.scenarios[0].steps.clear();
    judged();
    EXPECT_EQ(verdict_.scenarios[0].headline, std::nullopt);
}

TEST_F(Judge, WhatIsPlannedAndNotBegunIsNotJudged) {
    record_.interrupted = true;
    record_.plan->scenarios.push_back({"another", "documented", {{"applied"}}});
    EXPECT_EQ(judged(), exit_interrupted);
    ASSERT_EQ(verdict_.scenarios.size(), 2U);
    EXPECT_EQ(verdict_.scenarios[1].name, "another");
    EXPECT_EQ(verdict_.scenarios[1].headline, std::nullopt);
}

TEST_F(Judge, WithoutAnyControlNothingIsClosed) {
    record_.controls.clear();
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, AControlOfOtherParticipantsProvesNothing) {
    record_.controls[0].participants = record_.controls[1].participants = "other";
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, ADeviationExitsOne) {
    flow().observation = test::answered();
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(item(ItemKind::flow).judgement, Judgement::deviation);
}

TEST_F(Judge, LetPassByAnotherPolicyThanPredictedIsADeviation) {
    let_pass({"default/a"}, {"default/a", "default/b"});
    EXPECT_EQ(judged(), exit_conforms);  // one of several is enough
    let_pass({"default/c"}, {"default/a"});
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(item(ItemKind::flow).judgement, Judgement::deviation);
    let_pass({"default/a"}, {"default/a"}, "NetworkPolicy");
    EXPECT_EQ(judged(), exit_finding) << "another kind of the same name";
    let_pass({"default/a"}, {"default/a"}, "");
    EXPECT_EQ(judged(), exit_conforms) << "an old record tells no kinds";
    let_pass({"default/a"}, {});  // no policy is needed for it, says the engine
    EXPECT_EQ(judged(), exit_finding);
}

TEST_F(Judge, OfADroppedFlowNobodyNeedsToKnowWhoLetItGoOut) {
    flow().observation.evidence.push_back({EvidenceKind::forward_event, test::peer_address, test::target_address,
                                           "egress", test::policies({"default/egress"})});
    EXPECT_EQ(judged(), exit_conforms);
}

TEST_F(Judge, CountsTheAllowsThatEventsAttribute) {
    let_pass({"default/a"}, {"default/a"});
    judged();
    EXPECT_EQ(verdict_.summary.allowed, 1);
    EXPECT_EQ(verdict_.summary.attributed, 1);
    let_pass({}, {"default/a"});
    judged();
    EXPECT_EQ(verdict_.summary.allowed, 1);
    EXPECT_EQ(verdict_.summary.attributed, 0);
}

TEST_F(Judge, AFindingIsWorseThanInconclusive) {
    step().health = {{{"replication of replica", HealthState::unclear, ""}, Verdict::deny}};
    flow().claim = Verdict::allow;
    EXPECT_EQ(judged(), exit_finding);
}

TEST_F(Judge, AnInterruptedRunSaysSoWhateverItSaw) {
    record_.interrupted = true;
    flow().observation = test::answered();
    EXPECT_EQ(judged(), exit_interrupted);
}

TEST_F(Judge, AFailedEnvironmentIsNeverGreen) {
    record_.failure = "postgres died";
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, APolicyThatIsNotAcceptedIsADocsDefectUnlessListed) {
    admission().observed = admission().predicted = {.result = AdmissionResult::rejected, .agent_error = "no rule"};
    EXPECT_EQ(judged(), exit_finding);
    admission().defect = "inert";
    admission().listed = AdmissionResult::rejected;
    record_.scenarios[0].defects = {{"inert", "", "", "", ""}};
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_EQ(item(ItemKind::policy).judgement, Judgement::known_defect);
}

TEST_F(Judge, AListedAdmissionThatIsAcceptedNowIsStale) {
    admission().defect = "inert";
    admission().listed = AdmissionResult::rejected;
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(item(ItemKind::policy).judgement, Judgement::stale_defect);
}

TEST_F(Judge, AnAdmissionAgainstThePredictionIsADeviation) {
    admission().observed.result = AdmissionResult::refused;
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(item(ItemKind::policy).judgement, Judgement::deviation);
}

TEST_F(Judge, ADatabaseThatContradictsThePredictionFails) {
    step().health = {{{"replication of replica", HealthState::working, ""}, Verdict::deny}};
    EXPECT_EQ(judged(), exit_finding);
    step().health[0].check.state = HealthState::broken;
    step().health[0].check.need = "replication";
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_THAT(item(ItemKind::health).text, HasSubstr("is broken (replicas stop following their primary, at once)"));
    EXPECT_EQ(verdict_.summary.broken, 1);
    step().health[0].check.state = HealthState::unclear;
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, ADatabaseThatWasBrokenWithNothingAppliedSaysNothing) {
    step().health = {{{"replication of replica", HealthState::broken, ""}, Verdict::allow}};
    EXPECT_EQ(judged(), exit_finding);
    record_.controls[0].health = {{"replication of replica", HealthState::broken, ""}};
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, ACheckInDoubtIsUnclearThoughItsStateIsKept) {
    step().health = {{{"replication of replica", HealthState::working, ""}, Verdict::allow}};
    step().health[0].check.doubts = {{DoubtCause::not_in_force, "an endpoint is behind"}};
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_THAT(item(ItemKind::health).text, HasSubstr("an endpoint is behind"));
}

TEST_F(Judge, WhatIsNotPredictedIsToldAndNotJudged) {
    step().health = {{{"replication of replica", HealthState::broken, ""}, {}}};
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_EQ(item(ItemKind::health).judgement, std::nullopt);
}

TEST_F(Judge, AnIncompleteRecordIsNeverGreen) {
    record_.complete = false;
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_THAT(item(ItemKind::end).text, HasSubstr("the record is incomplete"));
}

TEST_F(Judge, WhatAuditModeLetsPassIsUnclear) {
    flow().observation = test::audited();
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_THAT(item(ItemKind::flow).text, HasSubstr("audit mode"));
}

TEST_F(Judge, ARunInAuditModeIsOneItemAndNothingIsMissed) {
    const Flow flow = record_.plan->flows[0].flows[0];
    record_.scenarios.clear();
    record_.controls.pop_back();
    record_.plan->scenarios.push_back({"another", "documented", {{"applied"}}});
    record_.audit = {{"cluster-example-1"}, {{"some-scenario", "applied", {{flow, Verdict::deny, "hubble: …"}}}}};
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_EQ(item(ItemKind::audit).text,
              "audit mode (cluster-example-1): what policies deny is let pass, so nothing can be judged; switch off "
              "policy-audit-mode, or PolicyAuditMode of the endpoints\n"
              "  - some-scenario, applied: 1 flow would be denied, as predicted: frontend → primary:5432\n"
              "  - 1 of 2 scenarios were not looked at");
    for (const auto* one : all_items(verdict_)) {
        if (one->kind == ItemKind::audit) continue;
        EXPECT_EQ(one->judgement, Judgement::conforms) << one->text;
    }
}

TEST_F(Judge, APolicyThatReleasesTreatDifferentlyIsUnclear) {
    admission().doubts = {{DoubtCause::nodes_differ, "it would be accepted by 1.16 and rejected by 1.20"}};
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_THAT(item(ItemKind::policy).text, HasSubstr("rejected by 1.20"));
}

TEST_F(Judge, WhereTheConfigurationDecidesClaimsAndDefectsDoNotCount) {
    flow().claim = Verdict::allow;
    EXPECT_EQ(judged(), exit_finding) << "a claim that does not hold";
    flow().by_configuration = true;
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_EQ(verdict_.summary.configured, 1);
    flow().claim = Verdict::deny;
    flow().defect = "d";
    record_.scenarios[0].defects = {{"d", "", "", "", ""}};
    EXPECT_EQ(judged(), exit_conforms) << "a defect that does not show is not stale";
    flow().observation = test::answered();
    EXPECT_EQ(judged(), exit_finding) << "a deviation all the same";
}

}  // namespace
}  // namespace pgreach::verdict
