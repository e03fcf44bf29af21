#include "diff/merge.hpp"

#include <gmock/gmock.h>

#include "diff/diff.hpp"
#include "support/records.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::diff {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Of two scenarios, the first of which stands in one.json and the second in two.json.
class Merge : public testing::Test {
  protected:
    Merge() {
        second_.scenarios[0].name = second_.plan->scenarios[0].name = "another-scenario";
        for (auto* record : {&first_, &second_}) record->started = "2026-11-24T02:00:00Z";
    }
    void make_shards() {
        const std::vector<PlannedScenario> whole = {second_.plan->scenarios[0], first_.plan->scenarios[0]};
        first_.shard = {1, 2, whole};
        second_.shard = {2, 2, whole};
    }
    Result<Merged> merged() { return merge({{"one.json", first_}, {"two.json", second_}}); }
    std::string refusal() {
        const auto result = merged();
        return result ? "nothing refused" : result.error().message;
    }
    static std::vector<std::string> names(const Record& record) {
        std::vector<std::string> names;
        for (const auto& scenario : record.scenarios) names.push_back(scenario.name);
        return names;
    }
    Record first_ = test::record_of_one_closed_flow();
    Record second_ = test::record_of_one_closed_flow();
};

TEST_F(Merge, PartsAreJudgedAsOneRunOfThemAll) {
    auto whole = first_;
    whole.scenarios.push_back(second_.scenarios[0]);
    whole.plan->scenarios.push_back(second_.plan->scenarios[0]);
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_TRUE(result->notes.empty());
    const auto verdict = verdict::judge(result->record);
    EXPECT_EQ(verdict.exit, verdict::exit_conforms);
    EXPECT_EQ(verdict::all_items(verdict).size(), verdict::all_items(verdict::judge(whole)).size());
    EXPECT_EQ(compare({"whole", whole}, {"merged", result->record})->exit(), verdict::exit_conforms);
}

TEST_F(Merge, ShardsComeInTheOrderOfTheWholeRun) {
    make_shards();
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(names(result->record), ElementsAre("another-scenario", "some-scenario"));
    EXPECT_FALSE(result->record.shard) << "it is the whole";
}

TEST_F(Merge, AShardThatIsMissingIsToldAndMissed) {
    make_shards();
    const auto result = merge({{"one.json", first_}});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(result->notes, ElementsAre("shard 2 of 2 is missing", "in no part: another-scenario"));
    EXPECT_EQ(verdict::judge(result->record).exit, verdict::exit_inconclusive);
}

TEST_F(Merge, AFlowThatOneControlFoundClosedWasNotOpen) {
    second_.controls[0].flows[0].second = test::dropped();
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->record.controls.size(), 2U);
    EXPECT_EQ(verdict::judge(result->record).exit, verdict::exit_inconclusive);
}

TEST_F(Merge, OfAControlsChecksTheWorseStateCounts) {
    first_.controls[0].health = {{"replication of replica", HealthState::working}};
    second_.controls[0].health = {{"replication of replica", HealthState::broken}};
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(result->record.controls[0].health.size(), 1U);
    EXPECT_EQ(result->record.controls[0].health[0].state, HealthState::broken);
}

TEST_F(Merge, AScenarioThatIsTheSameInBothIsTakenOnce) {
    second_ = first_;
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(names(result->record), ElementsAre("some-scenario"));
    EXPECT_THAT(result->notes, ElementsAre("in one.json and two.json alike, and taken from the first: some-scenario"));
    EXPECT_EQ(verdict::judge(result->record).exit, verdict::exit_conforms);
}

TEST_F(Merge, PartsThatDoNotAgreeOnAScenarioAreRefused) {
    second_ = first_;
    second_.scenarios[0].steps[0].flows[0].observation = test::answered();
    EXPECT_EQ(
        refusal(),
        "these are no parts of one run: one.json and two.json do not agree on the scenario some-scenario: applied, "
        "frontend → primary:5432: closed and open");
    second_.scenarios[0].steps[0].flows[0].observation = {};
    EXPECT_THAT(refusal(), HasSubstr("closed and could not tell")) << "what could not be told agrees with nothing";
    second_.scenarios[0].steps[0].flows.clear();
    EXPECT_THAT(refusal(), HasSubstr("stands in one of them only"));
}

TEST_F(Merge, PartsOfDifferentEnvironmentsAreRefused) {
    second_.cilium.release = "1.16";
    EXPECT_THAT(refusal(), HasSubstr("different environments: semantics of Cilium 1.20 and 1.16"));
    second_.cilium.release = first_.cilium.release;
    second_.versions["kernel"] = "6.18";
    EXPECT_EQ(refusal(), "nothing refused") << "each machine has a kernel of its own";
    second_.versions["postgresql"] = "18.0";
    EXPECT_THAT(refusal(), HasSubstr("postgresql none and 18.0"));
}

TEST_F(Merge, PartsThatProbeDifferentFlowsAreRefused) {
    second_.plan->flows[0].flows[0].port = 8000;
    EXPECT_THAT(refusal(), HasSubstr("probe different flows of the participants documented"));
}

TEST_F(Merge, WhatIsCountedFromTheStartOfAPartIsNotTold) {
    first_.scenarios[0].steps[0].began_us = 1000;
    first_.participants = {{.name = "documented"}};
    second_.participants = {{.name = "documented"}, {.name = "others"}};
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->record.scenarios[0].steps[0].began_us, -1);
    EXPECT_EQ(result->record.participants.size(), 2U) << "each once";
}

TEST_F(Merge, AWatchIsNoPartOfARun) {
    second_.watch.emplace();
    EXPECT_THAT(refusal(), HasSubstr("two.json is of a watch"));
}

TEST_F(Merge, ShardsOfDifferentRunsAreRefused) {
    make_shards();
    second_.shard->count = 3;
    EXPECT_THAT(refusal(), HasSubstr("one.json is one of 2 shards, two.json one of 3"));
    second_.shard->count = 2;
    second_.shard->whole.pop_back();
    EXPECT_THAT(refusal(), HasSubstr("shards of runs of different scenarios"));
    second_.shard.reset();
    EXPECT_THAT(refusal(), HasSubstr("one.json is a shard, two.json is none"));
}

TEST_F(Merge, APartThatWasInterruptedMakesTheWholeSo) {
    second_.interrupted = true;
    second_.failure = "";
    const auto result = merged();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(result->notes, ElementsAre("two.json is incomplete: it was interrupted"));
    EXPECT_EQ(verdict::judge(result->record).exit, verdict::exit_interrupted);
}

}  // namespace
}  // namespace pgreach::diff
