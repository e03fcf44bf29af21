#include "run/judge.hpp"

#include <gtest/gtest.h>

#include "support/records.hpp"

namespace pgreach::run {
namespace {

class Judge : public testing::Test {
  protected:
    FlowRecord& flow() { return record_.scenarios[0].flows[0]; }
    AdmissionRecord& admission() { return record_.scenarios[0].admissions[0]; }
    int judged() {
        judge(record_);
        return record_.summary.exit;
    }
    // Open as claimed and predicted, by these policies in the words of an event and of the engine.
    void let_pass(std::vector<std::string> named, std::vector<std::string> predicted) {
        flow().claim = flow().prediction = Verdict::allow;
        flow().allowed_by = std::move(predicted);
        flow().observation = {Observed::open, "", {{EvidenceKind::forward_event, "hubble", std::move(named)}}, {}};
    }
    Record record_ = test::record_of_one_closed_flow();
};

TEST_F(Judge, ARunWhereAllConformsExitsZero) {
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_EQ(record_.summary.flows[Judgement::conforms], 1);
}

TEST_F(Judge, ARunWithoutFlowsIsNoSuccess) {
    record_.scenarios.clear();
    EXPECT_EQ(judged(), exit_nothing);
}

TEST_F(Judge, SilenceWithoutADropEventIsNotClosedWhereDropsAreRecorded) {
    flow().observation.evidence = {{EvidenceKind::positive_control, "open before"}};
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_EQ(flow().observation.observed, Observed::unclear);
}

TEST_F(Judge, SilenceAndAPositiveControlAreEnoughWhereNoDropsAreRecorded) {
    record_.drop_evidence = false;
    flow().observation.evidence = {{EvidenceKind::positive_control, "open before"}};
    EXPECT_EQ(judged(), exit_conforms);
}

TEST_F(Judge, AFailedControlMakesAClosedFlowUnclear) {
    record_.controls[1].flows[0].second.observed = Observed::closed;
    EXPECT_EQ(judged(), exit_inconclusive);
    EXPECT_EQ(flow().judgement, Judgement::inconclusive);
    EXPECT_EQ(flow().observation.reason, "the positive control failed: this flow was not open with nothing applied");
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
    flow().observation.observed = Observed::open;
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(flow().judgement, Judgement::deviation);
}

TEST_F(Judge, LetPassByAnotherPolicyThanPredictedIsADeviation) {
    let_pass({"default/a"}, {"default/a", "default/b"});
    EXPECT_EQ(judged(), exit_conforms);  // one of several is enough
    let_pass({"default/c"}, {"default/a"});
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(flow().judgement, Judgement::deviation);
    let_pass({"default/a"}, {});  // no policy is needed for it, says the engine
    EXPECT_EQ(judged(), exit_finding);
}

TEST_F(Judge, OfADroppedFlowNobodyNeedsToKnowWhoLetItGoOut) {
    flow().observation.evidence.push_back({EvidenceKind::forward_event, "egress", {"default/egress"}});
    EXPECT_EQ(judged(), exit_conforms);
}

TEST_F(Judge, CountsTheAllowsThatEventsAttribute) {
    let_pass({"default/a"}, {"default/a"});
    judged();
    EXPECT_EQ(record_.summary.allowed, 1);
    EXPECT_EQ(record_.summary.attributed, 1);
    let_pass({}, {"default/a"});
    judged();
    EXPECT_EQ(record_.summary.allowed, 1);
    EXPECT_EQ(record_.summary.attributed, 0);
}

TEST_F(Judge, AFindingIsWorseThanInconclusive) {
    auto unclear = flow();
    unclear.observation.observed = Observed::unclear;
    flow().claim = Verdict::allow;
    record_.scenarios[0].flows.push_back(unclear);
    EXPECT_EQ(judged(), exit_finding);
}

TEST_F(Judge, AnInterruptedRunSaysSoWhateverItSaw) {
    record_.interrupted = true;
    flow().observation.observed = Observed::open;
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
    EXPECT_EQ(judged(), exit_conforms);
    EXPECT_EQ(admission().judgement, Judgement::known_defect);
}

TEST_F(Judge, AListedAdmissionThatIsAcceptedNowIsStale) {
    admission().defect = "inert";
    admission().listed = AdmissionResult::rejected;
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(admission().judgement, Judgement::stale_defect);
}

TEST_F(Judge, AnAdmissionAgainstThePredictionIsADeviation) {
    admission().observed.result = AdmissionResult::refused;
    EXPECT_EQ(judged(), exit_finding);
    EXPECT_EQ(admission().judgement, Judgement::deviation);
}

TEST_F(Judge, ADatabaseThatContradictsThePredictionFails) {
    record_.scenarios[0].health = {{"applied", {"replication of replica", HealthState::working, ""}, Verdict::deny}};
    EXPECT_EQ(judged(), exit_finding);
    record_.scenarios[0].health[0].check.state = HealthState::broken;
    EXPECT_EQ(judged(), exit_conforms);
    record_.scenarios[0].health[0].check.state = HealthState::unclear;
    EXPECT_EQ(judged(), exit_inconclusive);
}

TEST_F(Judge, RepeatingChangesNothing) {
    flow().observation.evidence.clear();
    judge(record_);
    const auto first = record_.summary;
    judge(record_);
    EXPECT_EQ(first.exit, record_.summary.exit);
    EXPECT_EQ(first.flows, record_.summary.flows);
}

}  // namespace
}  // namespace pgreach::run
