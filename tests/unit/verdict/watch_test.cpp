#include "verdict/watch_verdict.hpp"

#include <gtest/gtest.h>

#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"
#include "verdict/watch_items.hpp"

namespace pgreach::verdict {
namespace {

constexpr auto fresh = ConnectionKind::fresh;
constexpr auto stays = ConnectionKind::established;
constexpr auto answered = SampleOutcome::answered;
constexpr auto silent = SampleOutcome::silent;

// Samples every 5 ms from the first begin to the last one, each sent 10 µs after it began.
WatchRun run(ConnectionKind kind, SampleOutcome outcome, std::int64_t first, std::int64_t last) {
    return {kind, outcome, (last - first) / 5000 + 1, first, first + 10, last, last + 10, 5000, 100};
}

// One flow: open in the control (0 to 1 s), then `predicted` from 1.002 s on, asked for at 1 s; watched for 10 s.
WatchRecord watch_of(Verdict predicted, std::vector<WatchRun> runs) {
    WatchRecord watch{.scenario = "s", .outage_budget_us = 2'000'000};
    watch.changes = {{"nothing applied", "", 0, 0, {Verdict::allow}},
                     {"applied", "created", 1'000'000, 1'002'000, {predicted}}};
    watch.flows = {{{"frontend", "primary", Protocol::tcp, 5432}, std::move(runs)}};
    watch.ended_us = 10'000'000;
    return watch;
}

Record record_of(WatchRecord watch) {
    Record record{.plan = RunPlan{}, .complete = true};
    record.watch = std::move(watch);
    return record;
}

TEST(WatchVerdict, ALeakHasTheSamplesThatShowItAsItsEdges) {
    const auto verdict = judge_watch(watch_of(
        Verdict::deny, {run(fresh, answered, 0, 1'000'000), run(fresh, silent, 1'005'000, 3'000'000),
                        run(fresh, answered, 3'005'000, 3'010'000), run(fresh, silent, 3'015'000, 9'995'000)}));
    ASSERT_EQ(verdict.leaks.size(), 1U);
    EXPECT_EQ(verdict.leaks[0].from_us, 3'005'000);
    EXPECT_EQ(verdict.leaks[0].to_us, 3'010'010);
    EXPECT_EQ(verdict.leaks[0].shortest_us(), 5'010);
    EXPECT_EQ(verdict.leaks[0].longest_us(), 15'010);
    EXPECT_TRUE(verdict.outages.empty());
    EXPECT_TRUE(verdict.unsure.empty());
}

TEST(WatchVerdict, WhatIsOpenBeforeThePolicyIsInForceIsNoLeak) {
    const auto verdict = judge_watch(
        watch_of(Verdict::deny, {run(fresh, answered, 0, 1'001'500), run(fresh, silent, 1'006'500, 9'995'000)}));
    EXPECT_TRUE(verdict.leaks.empty());
    ASSERT_EQ(verdict.enforcement.size(), 1U);
    EXPECT_EQ(verdict.enforcement[0].took_us, (std::vector<std::int64_t>{6'510}));
}

TEST(WatchVerdict, WhatIsOpenAfterThePolicyIsSaidToBeInForceIsALeak) {
    const auto verdict = judge_watch(
        watch_of(Verdict::deny, {run(fresh, answered, 0, 1'500'000), run(fresh, silent, 1'505'000, 9'995'000)}));
    ASSERT_EQ(verdict.leaks.size(), 1U);
    EXPECT_EQ(verdict.leaks[0].from_us, 1'002'000);
    EXPECT_EQ(verdict.leaks[0].to_us, 1'500'010);
    EXPECT_EQ(verdict.enforcement.at(0).took_us.at(0), 505'010);
}

TEST(WatchVerdict, AFlowThatOpensAgainWithinASecondIsNotClosedYet) {
    const auto verdict = judge_watch(watch_of(
        Verdict::deny, {run(fresh, answered, 0, 1'005'000), run(fresh, silent, 1'010'000, 1'500'000),
                        run(fresh, answered, 1'505'000, 1'600'000), run(fresh, silent, 1'605'000, 9'995'000)}));
    EXPECT_EQ(verdict.enforcement.at(0).took_us.at(0), 605'010);
}

TEST(WatchVerdict, AFlowThatNeverClosesIsNamed) {
    const auto verdict = judge_watch(watch_of(Verdict::deny, {run(fresh, answered, 0, 9'995'000)}));
    EXPECT_EQ(verdict.enforcement.at(0).never, std::vector<size_t>{0});
    EXPECT_EQ(verdict.leaks.size(), 1U);
}

// 2 s of a probe that was not let run hide the whole second for which the policy was in force.
TEST(WatchVerdict, WhatWasNotTriedInATimeIsNeitherALeakNorWell) {
    auto open = run(fresh, answered, 0, 9'995'000);
    auto watch = watch_of(Verdict::deny, {open});
    watch.changes.push_back({"removed", "deleted", 2'000'000, 2'001'000, {Verdict::allow}});
    EXPECT_EQ(judge_watch(watch).leaks.size(), 1U);
    watch.flows[0].runs[0].longest_step_us = 2'000'000;
    const auto verdict = judge_watch(watch);
    EXPECT_TRUE(verdict.leaks.empty());
    EXPECT_EQ(verdict.unsure, std::vector<size_t>{0});
    EXPECT_EQ(judge(record_of(watch)).exit, exit_inconclusive);
}

std::vector<WatchRun> with_outages(std::int64_t in_control, std::int64_t later) {
    return {run(fresh, answered, 0, 500'000), run(fresh, silent, 505'000, 505'000 + in_control),
            run(fresh, answered, 700'000, 5'000'000), run(fresh, silent, 5'005'000, 5'005'000 + later),
            run(fresh, answered, 6'000'000, 9'995'000)};
}

TEST(WatchVerdict, AnOutageNoLongerThanTheControlsIsNotTold) {
    const auto same = judge_watch(watch_of(Verdict::allow, with_outages(50'000, 50'000)));
    EXPECT_EQ(same.of(fresh).noise_us, 50'010);
    EXPECT_TRUE(same.outages.empty());
    EXPECT_EQ(same.within_noise, 1);
    const auto longer = judge_watch(watch_of(Verdict::allow, with_outages(50'000, 55'000)));
    ASSERT_EQ(longer.outages.size(), 1U);
    EXPECT_EQ(longer.outages[0].shortest_us(), 55'010);
    EXPECT_EQ(longer.outages[0].longest_us(), 1'000'010);
}

TEST(WatchVerdict, AConnectionThatIsYetToBeMadeIsNoOutage) {
    auto watch =
        watch_of(Verdict::deny, {run(fresh, answered, 0, 1'000'000), run(fresh, silent, 1'005'000, 5'000'000),
                                 run(fresh, answered, 5'005'000, 9'995'000), run(stays, answered, 0, 1'000'000),
                                 run(stays, silent, 1'100'000, 5'900'000), run(stays, answered, 6'000'000, 9'900'000)});
    watch.changes.push_back({"removed", "deleted", 5'000'000, 5'001'000, {Verdict::allow}});
    const auto verdict = judge_watch(watch);
    EXPECT_TRUE(verdict.outages.empty());
    EXPECT_TRUE(verdict.leaks.empty());
    ASSERT_EQ(verdict.enforcement.size(), 3U);  // closed, open, and the one that stays cut
    EXPECT_EQ(verdict.enforcement[2].kind, stays);
    EXPECT_EQ(verdict.enforcement[2].took_us.at(0), 100'010);
}

// It stood before the change, so it need not be made again.
TEST(WatchVerdict, AnEstablishedConnectionThatIsLostJustBeforeAChangeIsAnOutage) {
    const auto verdict = judge_watch(
        watch_of(Verdict::allow, {run(fresh, answered, 0, 9'995'000), run(stays, answered, 0, 990'000),
                                  run(stays, silent, 995'000, 2'000'000), run(stays, answered, 2'005'000, 9'995'000)}));
    ASSERT_EQ(verdict.outages.size(), 1U);
    EXPECT_EQ(verdict.outages[0].from_us, 1'000'000);
    EXPECT_EQ(verdict.outages[0].to_us, 2'000'010);
}

TEST(WatchVerdict, AConnectionThatDidNotStandAtTheChangeIsNotCutByIt) {
    const auto verdict = judge_watch(
        watch_of(Verdict::deny, {run(fresh, answered, 0, 1'000'000), run(fresh, silent, 1'005'000, 9'995'000),
                                 run(stays, answered, 0, 500'000), run(stays, silent, 505'000, 9'995'000)}));
    ASSERT_EQ(verdict.enforcement.size(), 1U);
    EXPECT_EQ(verdict.enforcement[0].kind, fresh);
    EXPECT_TRUE(verdict.unsure.empty());
}

TEST(WatchVerdict, OfAConnectionThatWasNeverMadeNothingIsKnown) {
    const auto watch = watch_of(Verdict::allow, {run(fresh, answered, 0, 9'995'000), run(stays, silent, 0, 9'995'000)});
    const auto verdict = judge_watch(watch);
    EXPECT_EQ(verdict.unsure, std::vector<size_t>{0});
    const auto items = watch_items(watch, verdict);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].judgement, Judgement::inconclusive);
    EXPECT_EQ(items[0].text, "its established connection was never made, or never answered");
}

TEST(WatchVerdict, WhatStaysPredictedAlikeCountsWhileAChangeIsUnderWay) {
    const auto verdict = judge_watch(
        watch_of(Verdict::allow, {run(fresh, answered, 0, 1'000'000), run(fresh, silent, 1'000'500, 1'001'500),
                                  run(fresh, answered, 1'006'000, 9'995'000)}));
    EXPECT_EQ(verdict.outages.size(), 1U);
}

TEST(WatchVerdict, ExitCodesFollowTheWorst) {
    const auto exit_of = [](WatchRecord watch) { return judge(record_of(std::move(watch))).exit; };
    EXPECT_EQ(exit_of(watch_of(Verdict::allow, {run(fresh, answered, 0, 9'995'000)})), exit_conforms);
    EXPECT_EQ(exit_of(watch_of(Verdict::deny, {run(fresh, answered, 0, 9'995'000)})), exit_finding);
    EXPECT_EQ(exit_of(watch_of(Verdict::allow, with_outages(0, 100'000))), exit_conforms);
    auto strict = watch_of(Verdict::allow, with_outages(0, 100'000));
    strict.outage_budget_us = 90'000;
    EXPECT_EQ(exit_of(strict), exit_finding);
    auto lost = watch_of(Verdict::allow, {run(fresh, answered, 0, 9'995'000)});
    lost.flows[0].missing = "the probe of frontend ended: exit 1";
    EXPECT_EQ(exit_of(lost), exit_inconclusive);
    EXPECT_EQ(exit_of(watch_of(Verdict::deny, {run(fresh, SampleOutcome::refused, 0, 9'995'000)})), exit_inconclusive);
    EXPECT_EQ(exit_of(watch_of(Verdict::deny, {run(fresh, silent, 0, 9'995'000)})), exit_inconclusive);
    EXPECT_EQ(exit_of(watch_of(Verdict::deny, {})), exit_inconclusive);
}

TEST(WatchVerdict, WindowsThatOverlapAreOneEvent) {
    const WatchWindow first{0, fresh, Verdict::deny, 1, 100, 200, 90, 210},
        beside{1, fresh, Verdict::deny, 1, 150, 300, 140, 310}, later{0, fresh, Verdict::deny, 1, 900, 950, 890, 960},
        other{0, stays, Verdict::deny, 1, 100, 200, 90, 210};
    const auto groups = grouped({first, other, beside, later});
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].windows.size(), 2U);
    EXPECT_EQ(groups[0].from_us, 100);
    EXPECT_EQ(groups[0].longest_us, 170);
}

TEST(WatchRecord, IsReadBackAsItWasWritten) {
    auto watch = watch_of(Verdict::deny, {run(fresh, answered, 0, 9'995'000), run(stays, silent, 5, 10)});
    watch.flows[0].missing = "the probe's log was full";
    watch.flows[0].clock_error_us = 12;
    watch.flows[0].runs[0].error = "no route";
    watch.changes[1].predictions[0].reset();
    watch.gaps = {{Verdict::allow, 5, 6}};
    const auto text = to_json(record_of(watch));
    const auto read = parse_record(text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(to_json(*read), text);
    EXPECT_FALSE(read->watch->changes[1].predictions[0]);
}

TEST(WatchRecord, AChangeThatDoesNotPredictEachFlowIsRefused) {
    auto watch = watch_of(Verdict::deny, {});
    watch.changes[1].predictions.clear();
    const auto read = parse_record(to_json(record_of(watch)));
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find("a change does not predict each flow"), std::string::npos);
}

}  // namespace
}  // namespace pgreach::verdict
