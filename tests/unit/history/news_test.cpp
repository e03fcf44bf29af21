#include "history/news.hpp"

#include <gmock/gmock.h>

#include "history/picture_text.hpp"
#include "history/render.hpp"
#include "support/records.hpp"

namespace pgreach::history {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// Nights of November from the 1st on, each with one run of a scenario of one flow.
class News : public testing::Test {
  protected:
    static Record closed() { return test::record_of_one_closed_flow(); }
    static Record open() {
        auto record = closed();
        record.scenarios[0].steps[0].flows[0].observation = test::answered();
        return record;
    }
    static Record unclear() {
        auto record = closed();
        record.scenarios[0].steps[0].flows[0].observation.evidence.clear();
        return record;
    }
    static Record settled_in(std::int64_t ms) {
        auto record = closed();
        record.scenarios[0].steps[0].settle_ms = ms;
        return record;
    }
    void night(Record record, const std::string& series = "nightly") {
        record.started = "2026-11-" + std::string(day_ < 10 ? "0" : "") + std::to_string(day_) + "T02:00:00Z";
        ++day_;
        runs_.push_back(run_of(record, series));
    }
    SeriesNews news() { return news_of(runs_).at(0); }
    static std::vector<std::string> since(const std::vector<CellNews>& news) {
        std::vector<std::string> dates;
        for (const auto& one : news) dates.push_back(one.since.substr(0, 10));
        return dates;
    }
    int day_ = 1;
    std::vector<history::Run> runs_;
};

TEST_F(News, EqualNightsAreNoNews) {
    night(closed());
    night(closed());
    EXPECT_FALSE(news().has_news());
    EXPECT_THAT(news().changed, IsEmpty());
    EXPECT_EQ(to_issue(news_of(runs_), {}), "Nothing changed last night in 1 series.\n");
}

TEST_F(News, AFirstNightIsNoNews) {
    night(open());
    EXPECT_FALSE(news().has_news());
    EXPECT_EQ(to_issue(news_of(runs_), {}), "The first run of 1 series: there is nothing to compare it with.\n");
}

TEST_F(News, WhatChangedInTheLastNightIsNews) {
    night(closed());
    night(open());
    EXPECT_THAT(since(news().changed), ElementsAre("2026-11-02"));
    EXPECT_TRUE(news().has_news());
    EXPECT_THAT(
        to_issue(news_of(runs_), {}),
        StartsWith("# some-scenario, applied: 1 flow closed → open, since 2026-11-02 (nightly)\n\n## nightly\n"));
}

TEST_F(News, WhatChangedBeforeIsToldWithItsDate) {
    night(closed());
    night(open());
    night(open());
    EXPECT_THAT(news().changed, IsEmpty());
    EXPECT_THAT(since(news().earlier), ElementsAre("2026-11-02"));
    EXPECT_FALSE(news().has_news());
}

TEST_F(News, ANightThatCouldNotTellIsNoChangeAndHidesNone) {
    night(closed());
    night(unclear());
    EXPECT_FALSE(news().has_news());
    EXPECT_EQ(news().untold.size(), 1U);
    night(closed());
    EXPECT_FALSE(news().has_news());
    night(unclear());
    night(open());
    EXPECT_THAT(since(news().changed), ElementsAre("2026-11-05"));
}

TEST_F(News, WhatIsSeenToAndFroIsFlakyAndNoChange) {
    for (int i = 0; i < 2; ++i) {
        night(closed());
        night(open());
    }
    EXPECT_THAT(news().changed, IsEmpty());
    ASSERT_EQ(news().flaky.size(), 1U);
    EXPECT_EQ(news().flaky[0].text, "changed 3 times in the last 4 runs, last told: open");
}

TEST_F(News, OnceBrokenAndMendedIsNotFlaky) {
    night(closed());
    night(open());
    night(closed());
    EXPECT_THAT(news().flaky, IsEmpty());
    EXPECT_THAT(since(news().changed), ElementsAre("2026-11-03"));
}

TEST_F(News, ACellThatContradictsItselfWithinARunIsFlaky) {
    night(closed());
    auto record = closed();
    record.scenarios.push_back(open().scenarios[0]);
    record.scenarios[1].name = "some-scenario, run 2";
    record.scenarios[1].repeats = "some-scenario";
    night(record);
    night(record);
    ASSERT_EQ(news().flaky.size(), 1U);
    EXPECT_EQ(news().flaky[0].text, "contradicted itself 2 times in the last 3 runs, last told: closed");
    EXPECT_FALSE(news().has_news());
    EXPECT_THAT(news().untold, IsEmpty()) << "it is told as flaky";
}

TEST_F(News, ACellThatVanishesIsNewsUnlessTheRunWasCutShort) {
    night(closed());
    auto record = closed();
    record.scenarios[0].steps[0].admissions.clear();
    record.interrupted = true;
    night(record);
    EXPECT_FALSE(news().has_news());
    EXPECT_EQ(news().incomplete, "it was interrupted");
    record.interrupted = false;
    night(record);
    ASSERT_EQ(news().changed.size(), 1U);
    EXPECT_EQ(news().changed[0].change.kind, diff::ChangeKind::vanished);
    night(closed());
    EXPECT_EQ(news().changed[0].change.kind, diff::ChangeKind::appeared);
}

TEST_F(News, AScenarioThatWasNotRunIsNamed) {
    auto record = closed();
    record.scenarios.push_back(record.scenarios[0]);
    record.scenarios[1].name = "another";
    night(record);
    night(closed());
    EXPECT_THAT(news().missing, ElementsAre("another"));
    EXPECT_TRUE(news().has_news());
}

TEST_F(News, ATimeIsNewsBeyondAllThatWasSeenBefore) {
    for (const int ms : {200, 220, 210, 190, 205}) night(settled_in(ms));
    night(settled_in(290));
    EXPECT_FALSE(news().has_news()) << "less than half as much again";
    night(settled_in(640));
    EXPECT_TRUE(news().has_news());
    EXPECT_THAT(to_text(news_of(runs_), {}, false),
                HasSubstr("settle: 640 ms in the last run; 190 to 290 ms, median 208 ms, in 6 runs before: beyond what "
                          "was seen before\n"));
}

TEST_F(News, OfAWatchTheTimesToEnforceAreKept) {
    auto record = closed();
    record.scenarios.clear();
    record.plan = RunPlan{};
    // One flow, answered every 5 ms until 20 ms after a policy was asked for, and silent from then on.
    const Flow flow{"frontend", "primary", Protocol::tcp, 5432};
    const WatchRun answered{.count = 24,
                            .first_begin_us = 0,
                            .first_sent_us = 1,
                            .last_begin_us = 115000,
                            .last_sent_us = 115001,
                            .longest_step_us = 5000,
                            .slowest_us = 100};
    const WatchRun silent{.outcome = SampleOutcome::silent,
                          .count = 20,
                          .first_begin_us = 120000,
                          .first_sent_us = 120001,
                          .last_begin_us = 215000,
                          .last_sent_us = 215001,
                          .longest_step_us = 5000};
    record.watch = WatchRecord{.scenario = "some-scenario"};
    record.watch->changes = {{"control", "", 0, 0, {Verdict::allow}},
                             {"applied", "created", 100000, 110000, {Verdict::deny}}};
    record.watch->flows = {{flow, {answered, silent}}};
    record.watch->ended_us = 220000;
    EXPECT_EQ(usual_series(record), "embedded, semantics of Cilium 1.20, watch of some-scenario");
    night(record);
    ASSERT_EQ(news().times.size(), 1U);
    EXPECT_EQ(news().times[0].name, "enforced: applied (created), closed to new connections");
    EXPECT_NEAR(news().times[0].last_ms, 20, 5);
}

TEST_F(News, ASeriesThatDidNotRunLastNightTellsNothingAnew) {
    night(closed(), "a");
    night(open(), "a");
    night(closed(), "b");
    night(closed(), "b");
    EXPECT_TRUE(news_of(runs_)[0].has_news());
    EXPECT_FALSE(news_of(runs_)[0].last_night);
    EXPECT_THAT(with_news(news_of(runs_)), IsEmpty());
}

TEST_F(News, HowLongAScenarioTakesIsTheMedianOfItsRuns) {
    for (const int ms : {100, 300, 200}) {
        auto record = closed();
        record.scenarios[0].duration_ms = ms;
        night(record);
    }
    EXPECT_EQ(scenario_times(runs_), (std::map<std::string, double>{{"some-scenario", 200}}));
}

TEST_F(News, APictureComesBackAsItWas) {
    night(open());
    const auto& picture = *runs_[0].scenarios.at("some-scenario").picture;
    const auto back = parse_picture(to_text(picture), "some-scenario");
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(to_text(*back), to_text(picture));
    EXPECT_EQ(back->begin()->second.seen, picture.begin()->second.seen);
    for (const auto* text :
         {"", "{}x", R"([{"step": "a"}])", R"([{"step": "a", "kind": "x", "name": "", "seen": {}}])"}) {
        EXPECT_FALSE(parse_picture(text, "some-scenario")) << text;
    }
}

}  // namespace
}  // namespace pgreach::history
