#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backend/baseline.hpp"
#include "engine/versions.hpp"
#include "run/runner.hpp"
#include "scenario/catalog.hpp"
#include "support/fake_backend.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::run {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// Five seconds go by between two looks.
class QuickClock final : public Clock {
  public:
    TimePoint now() const override { return now_ += std::chrono::seconds(5); }

  private:
    mutable TimePoint now_{};
};

// The real scenarios in places where another Cilium decides.
class OtherSemantics : public testing::Test {
  protected:
    const Record& perform(const std::vector<std::string>& names) {
        static const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
        const Context context{.backend = backend_, .clock = *clock_, .stop = stop_, .progress = progress_};
        done_ = run(context, *catalog->select(names), {}, journal_, record_);
        verdict_ = verdict::judge(record_);
        return record_;
    }
    engine::AgentConfig& config() { return backend_.semantics.cilium.config; }
    std::vector<const verdict::Item*> findings() const {
        auto items = verdict::all_items(verdict_);
        std::erase_if(items, [](const verdict::Item* item) {
            return !item->judgement || *item->judgement == Judgement::conforms ||
                   *item->judgement == Judgement::known_defect;
        });
        return items;
    }
    const std::map<Judgement, int>& flows() const { return verdict_.summary.flows; }

    test::FakeBackend backend_;
    test::FakeStop stop_;
    SteadyClock steady_;
    QuickClock quick_;
    const Clock* clock_ = &steady_;
    NoProgress progress_;
    verdict::NoJournal journal_;
    Record record_;
    Result<void> done_;
    verdict::RunVerdict verdict_;
};

TEST_F(OtherSemantics, WhatReportsTakeForTheDefaultReleaseIsTheNewestOfTheEngine) {
    EXPECT_EQ(engine::to_string(engine::newest_version), default_cilium);
}

TEST_F(OtherSemantics, TheRecordNamesReleaseAndConfiguration) {
    backend_.semantics.cilium = {{1, 19, 5}, {.labels = {"!k8s:app.kubernetes.io/version"}}};
    perform({});
    EXPECT_EQ(verdict_.exit, verdict::exit_conforms) << "all scenarios are judged by them";
    EXPECT_GT(verdict_.summary.configured, 0);
    EXPECT_EQ(record_.cilium.release, "1.19.5");
    EXPECT_THAT(record_.cilium.configuration, ElementsAre(testing::Pair("labels", "!k8s:app.kubernetes.io/version")));
}

TEST_F(OtherSemantics, AuditModeIsOneFindingThatShowsWhatWouldBeDenied) {
    config().audit = true;
    backend_.semantics.audited = {"every endpoint"};
    bool applied = false;
    backend_.on_call = [&](const std::string& call) { applied = applied || call.starts_with("apply"); };
    backend_.distort = [&](const Flow& flow, Observation& seen) {
        if (applied && flow.from == "frontend") seen = test::audited();
    };
    perform({});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    ASSERT_EQ(findings().size(), 1U);
    const auto& text = findings()[0]->text;
    EXPECT_THAT(text, HasSubstr("audit mode (every endpoint)"));
    EXPECT_THAT(text, HasSubstr("postgres-access-backend-label, applied: 6 flows would be denied: frontend"));
    EXPECT_THAT(text, HasSubstr("predicted to be, without an event that says so"));
    EXPECT_TRUE(record_.scenarios.empty());
    EXPECT_EQ(backend_.calls.back(), "down");
}

TEST_F(OtherSemantics, UnderAlwaysTheControlsHaveAPolicyOfTheirOwnAndAllIsJudged) {
    config().enforcement = engine::EnforcementMode::always;
    backend::set_baseline("cluster-example", "default", backend_.semantics);
    perform({"postgres-access-backend-label", "cnpg-operator-access"});
    EXPECT_EQ(verdict_.exit, verdict::exit_conforms);
    EXPECT_THAT(backend_.calls,
                ElementsAre("up", "observe", "apply postgres-access-backend-label", "remove pgreach-control", "observe",
                            "apply cnpg-operator-access", "remove postgres-access-backend-label", "observe",
                            "apply pgreach-control", "remove cnpg-operator-access", "observe", "down"));
}

TEST_F(OtherSemantics, WhereReleasesWouldDifferWhatIsSeenIsUnclear) {
    config().enforcement = engine::EnforcementMode::always;
    backend_.semantics.cilium.version = {1, 20, 2};
    const auto settings = config();
    backend_.semantics.nodes = {{"a", {{1, 19, 5}, settings}}, {"b", {{1, 20, 2}, settings}}};
    backend::set_baseline("cluster-example", "default", backend_.semantics);
    perform({"default-deny"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    EXPECT_EQ(record_.cilium.releases.at("a"), "1.19.5");
    for (const auto* item : findings()) {
        EXPECT_EQ(*item->judgement, Judgement::inconclusive) << item->name;
        EXPECT_THAT(item->text, HasSubstr("the agents differ: Cilium 1.20.2 would")) << item->name;
    }
}

TEST_F(OtherSemantics, WhereOneNodeHasOtherSettingsWhatTheyDecideIsUnclear) {
    backend_.semantics.nodes = {{"a", {1, 20}}, {"b", {{1, 20}, {.enforcement = engine::EnforcementMode::never}}}};
    perform({"postgres-access-backend-label"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    EXPECT_TRUE(record_.cilium.releases.empty());
    EXPECT_GT(flows().at(Judgement::conforms), 0) << "what both let pass";
    ASSERT_FALSE(findings().empty());
    for (const auto* item : findings()) {
        EXPECT_EQ(*item->judgement, Judgement::inconclusive) << item->name;
        EXPECT_THAT(item->text, HasSubstr("Cilium 1.20 with enable-policy=never would allow it")) << item->name;
    }
}

// Without the label by which the baseline leaves the database out, it would open what the scenarios close.
TEST_F(OtherSemantics, WhatOnlyTheBaselineLetsPassIsUnclear) {
    config().enforcement = engine::EnforcementMode::always;
    config().labels = {"k8s:io.kubernetes.pod.namespace", "k8s:role"};
    backend::set_baseline("cluster-example", "default", backend_.semantics);
    perform({"postgres-access-backend-label"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    ASSERT_FALSE(findings().empty());
    EXPECT_THAT(findings()[0]->text, HasSubstr("pgreach's own baseline lets pass what the policies do not"));
}

TEST_F(OtherSemantics, InAuditModeAStepThatIsNotInForceIsLeftOut) {
    config().audit = true;
    backend_.semantics.audited = {"every endpoint"};
    backend_.on_call = [&](const std::string& call) { backend_.confirms = !call.starts_with("apply"); };
    clock_ = &quick_;
    perform({"default-deny"});
    EXPECT_TRUE(record_.audit->steps.empty());
    EXPECT_THAT(backend_.calls, Contains("apply default-deny"));
    EXPECT_THAT(findings().at(0)->text, HasSubstr("1 of 1 scenarios were not looked at"));
}

TEST_F(OtherSemantics, ADeviationComesWithWhatMayHaveCausedIt) {
    backend_.suspected = {"the agent of a does not know CiliumNetworkPolicy default/x"};
    backend_.semantics.not_followed = {"label-prefix-file: /x"};
    backend_.semantics.assumptions = {"Cilium 1.21.0 is newer than what pgreach knows"};
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.to == "primary" && flow.port == 9187) seen = test::answered();
    };
    perform({"postgres-access-backend-label"});
    ASSERT_EQ(findings().size(), 1U);
    for (const char* guess : {"the agent of a does not know", "1.21.0 is newer", "label-prefix-file: /x"}) {
        EXPECT_THAT(findings()[0]->text, HasSubstr(guess));
    }
}

TEST_F(OtherSemantics, APlaceThatIsNotWhatWasAskedForIsAnErrorOfUse) {
    backend_.failing = {"up"};
    backend_.failure = {ErrorKind::usage, "--cilium 1.19, but the cluster runs Cilium 1.20.2"};
    perform({"default-deny"});
    ASSERT_FALSE(done_);
    EXPECT_EQ(done_.error().kind, ErrorKind::usage);
    EXPECT_THAT(backend_.calls, Contains("down"));
}

}  // namespace
}  // namespace pgreach::run
