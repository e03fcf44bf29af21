#include "run/watch_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/catalog.hpp"
#include "support/fake_backend.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::run {
namespace {

using testing::ElementsAre;

// Sees every flow open all the time.
class OpenWatcher final : public backend::Watcher {
  public:
    Result<void> start(const std::vector<Flow>& flows, const WatchRate&) override {
        flows_ = flows;
        begun_ = now();
        return {};
    }
    Result<void> go_on(TimePoint) override {
        ++waits;
        if (waits == fails_at) return Error{ErrorKind::interrupted, "interrupted while watching"};
        return {};
    }
    std::vector<WatchedFlow> seen() override {
        std::vector<WatchedFlow> all;
        for (const auto& flow : flows_) {
            WatchRun run{ConnectionKind::fresh, SampleOutcome::answered, 2, begun_, begun_, now(), now()};
            all.push_back({flow, {run}});
        }
        return all;
    }
    Result<std::vector<WatchedFlow>> finish() override { return seen(); }
    Result<void> imitate(const backend::Semantics&) override { return {}; }
    Result<MadeGap> make_gap(Verdict, Duration) override { return environment_error("not here"); }

    int waits = 0;
    int fails_at = 0;

  private:
    static std::int64_t now() { return since({}, SteadyClock().now()).count(); }
    std::vector<Flow> flows_;
    std::int64_t begun_ = 0;
};

class WatchRunTest : public testing::Test {
  protected:
    Result<void> perform(const WatchOptions& options) {
        static const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
        const Context context{
            .backend = backend_, .clock = clock_, .stop = stop_, .progress = progress_, .start = clock_.now()};
        backend_.watching = &watcher_;
        return watch(context, catalog->select({"policy-replaced"})->at(0), {}, options, record_);
    }
    std::vector<std::string> changes() const {
        std::vector<std::string> all;
        for (const auto& change : record_.watch->changes) all.push_back(change.name + ": " + change.change);
        return all;
    }

    test::FakeBackend backend_;
    OpenWatcher watcher_;
    test::FakeStop stop_;
    SteadyClock clock_;
    NoProgress progress_;
    Record record_;
};

TEST_F(WatchRunTest, TellsWhatWasDoneInOrder) {
    backend_.abilities.watches = true;
    ASSERT_TRUE(perform({.times = 2}));
    EXPECT_THAT(changes(), ElementsAre("nothing applied: ", "of backend: created", "of frontend instead: changed",
                                       "removed: deleted", "of backend: created", "of frontend instead: changed",
                                       "removed: deleted"));
    EXPECT_EQ(watcher_.waits, 7);
    EXPECT_EQ(backend_.calls.front(), "up");
    EXPECT_EQ(backend_.calls.back(), "down");
    EXPECT_EQ(record_.controls.size(), 2U);
}

TEST_F(WatchRunTest, APlaceWhereNothingIsEverClosedIsRed) {
    backend_.abilities.watches = true;
    ASSERT_TRUE(perform({}));
    const auto verdict = verdict::judge(record_);
    EXPECT_EQ(verdict.exit, verdict::exit_finding);
    EXPECT_FALSE(verdict.watch->enforcement.at(0).never.empty());
}

TEST_F(WatchRunTest, WhereThereIsNoWatcherNothingIsTouched) {
    const auto refused = perform({});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::usage);
    EXPECT_TRUE(backend_.calls.empty());
}

TEST_F(WatchRunTest, WhatWasSeenBeforeAnInterruptionIsKept) {
    backend_.abilities.watches = true;
    watcher_.fails_at = 2;
    ASSERT_TRUE(perform({}));
    EXPECT_TRUE(record_.interrupted);
    EXPECT_FALSE(record_.watch->flows.at(0).runs.empty());
    EXPECT_THAT(changes(), ElementsAre("nothing applied: ", "of backend: created"));
    EXPECT_EQ(backend_.calls.back(), "down");
    EXPECT_EQ(verdict::judge(record_).exit, verdict::exit_interrupted);
}

}  // namespace
}  // namespace pgreach::run
