#include "diff/diff.hpp"

#include <gmock/gmock.h>

#include "support/records.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::diff {
namespace {

using testing::HasSubstr;

class Diff : public testing::Test {
  protected:
    static FlowRecord& flow(Record& record) { return record.scenarios[0].steps[0].flows[0]; }
    static StepRecord& step(Record& record) { return record.scenarios[0].steps[0]; }
    Difference compared() {
        auto result = compare({"a.json", before_}, {"b.json", after_});
        EXPECT_TRUE(result) << result.error().message;
        return result ? *result : Difference{};
    }
    // The one change that there is.
    Change change() {
        const auto difference = compared();
        EXPECT_EQ(difference.changes.size(), 1U);
        return difference.changes.empty() ? Change{} : difference.changes[0];
    }
    Record before_ = test::record_of_one_closed_flow();
    Record after_ = test::record_of_one_closed_flow();
};

TEST_F(Diff, EqualRecordsAreTheSame) {
    const auto difference = compared();
    EXPECT_TRUE(difference.changes.empty());
    EXPECT_EQ(difference.same, 2U);
    EXPECT_EQ(difference.exit(), verdict::exit_conforms);
}

TEST_F(Diff, AFlowThatIsOpenNowHasChanged) {
    flow(after_).observation = test::answered();
    EXPECT_EQ(change().aspects, (std::vector<Aspect>{{"seen", "closed", "open"}, {"judged", "conforms", "deviation"}}));
    EXPECT_EQ(compared().exit(), verdict::exit_finding);
}

TEST_F(Diff, AFlowThatCouldNotBeToldHasNotChanged) {
    flow(after_).observation.evidence.clear();
    EXPECT_EQ(change().kind, ChangeKind::untold);
    EXPECT_EQ(change().aspects, (std::vector<Aspect>{{"seen", "closed", "could not tell"}}));
    EXPECT_THAT(change().why, HasSubstr("b.json: "));
    EXPECT_EQ(compared().exit(), verdict::exit_inconclusive);
}

TEST_F(Diff, WhatNeitherCouldTellIsNotTheSame) {
    flow(before_).observation.evidence.clear();
    flow(after_).observation.evidence.clear();
    EXPECT_EQ(change().kind, ChangeKind::untold);
    EXPECT_EQ(compared().exit(), verdict::exit_inconclusive);
}

TEST_F(Diff, AnotherPredictionIsAChangeThoughItCouldNotBeSeen) {
    flow(after_).observation.evidence.clear();
    flow(after_).prediction = Verdict::allow;
    EXPECT_EQ(change().kind, ChangeKind::changed);
    EXPECT_EQ(change().aspects, (std::vector<Aspect>{{"predicted", "deny", "allow"}}));
}

TEST_F(Diff, AnotherPolicyThatDecidesIsAChange) {
    for (auto* record : {&before_, &after_}) {
        flow(*record).prediction = flow(*record).claim = Verdict::allow;
        flow(*record).observation = test::answered();
    }
    flow(before_).allowed_by = test::policies({"default/a", "default/b"});
    flow(after_).allowed_by = test::policies({"default/b", "default/a"});
    EXPECT_TRUE(compared().changes.empty()) << "their order means nothing";
    flow(after_).allowed_by = test::policies({"default/a"});
    EXPECT_EQ(change().aspects, (std::vector<Aspect>{{"decided by", "default/a and default/b", "default/a"}}));
}

TEST_F(Diff, ARecordThatNamesOnePolicyOfSeveralDiffersOnlyInAnUnknownOne) {
    for (auto* record : {&before_, &after_}) {
        flow(*record).prediction = flow(*record).claim = Verdict::allow;
        flow(*record).observation = test::answered();
    }
    flow(before_).by = "default/a ingress[0]";
    flow(after_).allowed_by = test::policies({"default/a", "default/b"});
    EXPECT_TRUE(compared().changes.empty());
    flow(after_).allowed_by = test::policies({"default/b"});
    EXPECT_EQ(compared().changes.size(), 1U);
}

TEST_F(Diff, WhatBecomesOfAPolicyIsCompared) {
    step(after_).admissions[0].observed = {.result = AdmissionResult::rejected, .agent_error = "no rule"};
    EXPECT_EQ(change().cell.kind, CellKind::policy);
    EXPECT_EQ(change().cell.name, "CiliumNetworkPolicy default/some-policy");
    EXPECT_EQ(change().aspects[0], (Aspect{"seen", "accepted", "rejected"}));
    EXPECT_THAT(change().why, HasSubstr("no rule"));
}

TEST_F(Diff, PoliciesWithoutAKindAreComparedByName) {
    step(before_).admissions[0].policy.kind.clear();
    EXPECT_TRUE(compared().changes.empty());
}

TEST_F(Diff, ChecksOfTheDatabaseAreCompared) {
    step(before_).health = {{{"replication of replica", HealthState::working}, Verdict::allow}};
    step(after_).health = {{{"replication of replica", HealthState::broken, "silent"}, Verdict::allow}};
    EXPECT_EQ(change().cell.kind, CellKind::health);
    EXPECT_EQ(change().aspects[0], (Aspect{"seen", "working", "broken"}));
}

TEST_F(Diff, ACheckThatThereIsByChanceMayBeMissing) {
    step(before_).health = {{{.name = "status", .state = HealthState::working, .by_chance = true}, Verdict::allow}};
    EXPECT_TRUE(compared().changes.empty());
}

TEST_F(Diff, WhatOneAloneHasAppearedOrVanished) {
    before_.scenarios[0].steps[0].flows.push_back(flow(before_));
    before_.scenarios[0].steps[0].flows[1].flow.port = 8000;
    EXPECT_EQ(change().kind, ChangeKind::vanished);
    std::swap(before_, after_);
    EXPECT_EQ(change().kind, ChangeKind::appeared);
    EXPECT_EQ(compared().exit(), verdict::exit_finding);
}

TEST_F(Diff, WhatAnInterruptedRunDidNotComeToHasNotVanished) {
    step(after_).admissions.clear();
    after_.interrupted = true;
    EXPECT_EQ(change().kind, ChangeKind::untold);
    EXPECT_EQ(change().why, "b.json: not measured, it was interrupted");
    EXPECT_EQ(compared().after.incomplete, "it was interrupted");
    EXPECT_EQ(compared().exit(), verdict::exit_inconclusive);
}

TEST_F(Diff, AnIncompleteRecordIsNeverTheSame) {
    after_.complete = false;
    EXPECT_TRUE(compared().changes.empty());
    EXPECT_EQ(compared().exit(), verdict::exit_inconclusive);
}

TEST_F(Diff, RepetitionsThatContradictEachOtherAreUnstableAndNoChange) {
    after_.scenarios.push_back(after_.scenarios[0]);
    after_.scenarios[1].name = "some-scenario, run 2";
    after_.scenarios[1].repeats = "some-scenario";
    after_.plan->scenarios.push_back(after_.plan->scenarios[0]);
    after_.plan->scenarios[1].name = "some-scenario, run 2";
    EXPECT_TRUE(compared().changes.empty());
    after_.scenarios[1].steps[0].flows[0].observation = test::answered();
    EXPECT_EQ(change().kind, ChangeKind::untold);
    EXPECT_EQ(change().why, "b.json: unstable: closed in 1, open in 1 of 2 repetitions");
}

TEST_F(Diff, WhereTheyRanIsToldAndNoDifference) {
    after_.cilium.release = "1.16";
    after_.versions["postgresql"] = "18.0";
    EXPECT_EQ(compared().environment,
              (std::vector<Aspect>{{"semantics of Cilium", "1.20", "1.16"}, {"postgresql", "none", "18.0"}}));
    EXPECT_EQ(compared().exit(), verdict::exit_conforms);
}

TEST_F(Diff, RecordsWithoutACommonScenarioCannotBeCompared) {
    after_.scenarios[0].name = "another";
    auto result = compare({"a.json", before_}, {"b.json", after_});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::input);
    EXPECT_EQ(result.error().message,
              "these records cannot be compared: they have no scenario in common: a.json has some-scenario, b.json has "
              "another");
    after_.scenarios.clear();
    after_.audit.emplace();
    result = compare({"a.json", before_}, {"b.json", after_});
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, HasSubstr("b.json was made in audit mode"));
}

}  // namespace
}  // namespace pgreach::diff
