#include "run/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/scenario_run.hpp"
#include "run/shard.hpp"
#include "scenario/catalog.hpp"
#include "support/fake_backend.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::run {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::StartsWith;

// Counts what it gets.
class CountingJournal final : public verdict::Journal {
  public:
    Result<void> note(const Record&) override { return count("run"); }
    Result<void> add(const ControlRecord&) override { return count("control"); }
    Result<void> begin(const ScenarioRecord&) override { return count("scenario"); }
    Result<void> add(const StepRecord&) override { return count("step"); }

    std::map<std::string, int> counts;

  private:
    Result<void> count(const std::string& kind) {
        ++counts[kind];
        return {};
    }
};

// The real scenarios on a backend without packets.
class Runner : public testing::Test {
  protected:
    const Record& perform(const std::vector<std::string>& names, const scenario::FlowFilter& filter = {}) {
        static const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
        const Context context{
            .backend = backend_, .clock = clock_, .stop = stop_, .progress = progress_, .in_flight = in_flight_};
        EXPECT_TRUE(run(context, *catalog->select(names), filter, journal_, record_));
        verdict_ = verdict::judge(record_);
        return record_;
    }
    const std::map<Judgement, int>& flows() const { return verdict_.summary.flows; }

    test::FakeBackend backend_;
    test::FakeStop stop_;
    SteadyClock clock_;
    NoProgress progress_;
    size_t in_flight_ = 0;
    CountingJournal journal_;
    Record record_;
    verdict::RunVerdict verdict_;
};

TEST_F(Runner, TakesTheStepsInOrder) {
    perform({"postgres-access-backend-label"});
    EXPECT_THAT(backend_.calls, ElementsAre("up", "observe", "apply postgres-access-backend-label", "observe",
                                            "remove postgres-access-backend-label", "observe", "down"));
}

TEST_F(Runner, WhatIsRepeatedIsAppliedAnew) {
    static const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
    const Context context{.backend = backend_, .clock = clock_, .stop = stop_, .progress = progress_};
    const auto scenarios = repeated(*catalog->select({"postgres-access-backend-label"}), 2);
    EXPECT_TRUE(run(context, scenarios, {}, journal_, record_));
    EXPECT_EQ(std::count(backend_.calls.begin(), backend_.calls.end(), "apply postgres-access-backend-label"), 2);
    EXPECT_EQ(record_.scenarios.at(1).repeats, "postgres-access-backend-label");
    EXPECT_EQ(verdict::judge(record_).exit, verdict::exit_conforms);
}

TEST_F(Runner, EveryScenarioIsGreenWhereEverythingIsAsPredicted) {
    const auto& record = perform({});
    EXPECT_EQ(verdict_.exit, verdict::exit_conforms);
    EXPECT_GE(record.scenarios.size(), 13U);
    EXPECT_EQ(flows().count(Judgement::docs_defect), 0U);
    EXPECT_GT(flows().at(Judgement::known_defect), 0);
    EXPECT_EQ(journal_.counts["scenario"], static_cast<int>(record.scenarios.size())) << "it is written as it goes";
    EXPECT_GE(journal_.counts["step"], journal_.counts["scenario"]);
    EXPECT_EQ(journal_.counts["control"], 2);
}

TEST_F(Runner, TheTwoBrokenExamplesAreKnownDefects) {
    const auto& record = perform({"default-deny", "postgres-access-backend-any-ns"});
    EXPECT_EQ(record.scenarios[0].steps[0].admissions[0].observed.result, AdmissionResult::rejected);
    EXPECT_EQ(record.scenarios[1].steps[0].admissions[0].observed.result, AdmissionResult::refused);
    EXPECT_EQ(record.scenarios[1].steps[1].admissions[0].observed.result, AdmissionResult::pruned);
    EXPECT_EQ(verdict_.summary.policies, (std::map<Judgement, int>{{Judgement::known_defect, 3}}));
}

TEST_F(Runner, SeesADeviationAfterTryingUntilTheLimit) {
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.port == 9187) seen = test::answered();
    };
    perform({"postgres-access-backend-label"});
    EXPECT_EQ(verdict_.exit, verdict::exit_finding);
    EXPECT_EQ(flows().at(Judgement::deviation), 2) << "frontend to both instances";
}

TEST_F(Runner, WhatIsSeenWhilePoliciesAreNotInForceIsUnclear) {
    backend_.on_call = [&](const std::string& call) { backend_.confirms = !call.starts_with("apply"); };
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.port == 9187) seen = test::answered();
    };
    perform({"postgres-access-backend-label"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    EXPECT_EQ(flows().size(), 1U) << "neither what is as predicted nor what is not: all is inconclusive";
    EXPECT_NE(verdict_.scenarios[0].items.back().text.find("an endpoint is behind"), std::string::npos);
}

TEST_F(Runner, ABackendWhereNothingIsEverClosedIsRed) {
    backend_.distort = [](const Flow&, Observation& seen) { seen = test::answered(); };
    perform({"corrected-default-deny"});
    EXPECT_EQ(verdict_.exit, verdict::exit_finding);
}

TEST_F(Runner, ABackendWhereNothingIsEverOpenIsInconclusive) {
    backend_.distort = [](const Flow&, Observation& seen) { seen = test::dropped(); };
    perform({"corrected-default-deny"}, {.from = "frontend"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    EXPECT_EQ(flows().count(Judgement::conforms), 0U);
}

TEST_F(Runner, SettlesOnWhatHolds) {
    int rounds = 0;
    backend_.abilities.hold_rounds = 3;
    backend_.abilities.settle_limit = std::chrono::seconds(5);
    backend_.on_call = [&](const std::string& call) { rounds = call.starts_with("observe") ? rounds + 1 : 0; };
    backend_.distort = [&](const Flow&, Observation& seen) {
        if (rounds == 1) seen.attempts.clear();
    };
    const auto& record = perform({"postgres-access-backend-label"});
    EXPECT_EQ(verdict_.exit, verdict::exit_conforms);
    EXPECT_EQ(record.scenarios[0].steps[0].rounds, 4) << "one that was not as predicted, three that held";
}

TEST_F(Runner, WhatTheRoundsThatHeldShowIsKept) {
    backend_.abilities.hold_rounds = 3;
    const auto& record = perform({"postgres-access-backend-label"});
    for (const auto& flow : record.scenarios[0].steps[0].flows) EXPECT_EQ(flow.observation.attempts.size(), 3U);
}

TEST_F(Runner, WhatDoesNotHoldIsSeenThoughItWasFineAtFirst) {
    bool brief = false;
    backend_.abilities.hold_rounds = 2;
    backend_.on_call = [&](const std::string& call) { brief = call == "observe briefly"; };
    backend_.distort = [&](const Flow& flow, Observation& seen) {
        if (brief && flow.from == "frontend") seen = test::answered();
    };
    perform({"corrected-default-deny"});
    EXPECT_EQ(verdict_.exit, verdict::exit_finding);
    EXPECT_GT(flows().at(Judgement::deviation), 0);
}

TEST_F(Runner, AFailureTakesEverythingDownAndIsNeverGreen) {
    backend_.failing = {"apply cnpg-operator-access"};
    const auto& record = perform({"cnpg-operator-access", "default-deny"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    EXPECT_NE(record.failure.find("apply cnpg-operator-access broke"), std::string::npos);
    EXPECT_EQ(backend_.calls.back(), "down");
    EXPECT_EQ(record.scenarios.size(), 1U) << "nothing runs in a broken environment";
}

TEST_F(Runner, AnUnstartableBackendIsTakenDownToo) {
    backend_.failing = {"up"};
    perform({"default-deny"});
    EXPECT_EQ(verdict_.exit, verdict::exit_inconclusive);
    EXPECT_THAT(backend_.calls, ElementsAre("up", "diagnostics", "down"));
}

TEST_F(Runner, ThatTakingDownFailedAsWellIsNotLost) {
    backend_.failing = {"up", "down"};
    const auto& record = perform({"default-deny"});
    EXPECT_THAT(record.failure, StartsWith("up broke"));
    EXPECT_THAT(record.notes, Contains("cleaning up failed as well: down broke"));
}

TEST_F(Runner, InterruptedItKeepsWhatItSawAndTakesEverythingDown) {
    backend_.on_call = [&](const std::string& call) { stop_.asked |= call == "apply cnpg-operator-access"; };
    const auto& record = perform({"default-deny", "cnpg-operator-access"});
    EXPECT_EQ(verdict_.exit, verdict::exit_interrupted);
    EXPECT_FALSE(record.scenarios[0].steps[0].flows.empty());
    EXPECT_EQ(backend_.calls.back(), "down");
}

TEST_F(Runner, ThePoliciesOfAScenarioStandUntilTheNextHasAppliedItsOwn) {
    perform({"postgres-access-backend-label", "cnpg-operator-access"});
    EXPECT_THAT(backend_.calls, ElementsAre("up", "observe", "apply postgres-access-backend-label", "observe",
                                            "apply cnpg-operator-access", "remove postgres-access-backend-label",
                                            "observe", "remove cnpg-operator-access", "observe", "down"));
}

TEST_F(Runner, APolicyIsNotReplacedInPlaceByOneOfTheSameName) {
    perform({"cnpg-operator-access", "corrected-cnpg-operator-access"});
    EXPECT_THAT(backend_.calls,
                ElementsAre("up", "observe", "apply cnpg-operator-access", "observe", "remove cnpg-operator-access",
                            "apply cnpg-operator-access", "observe", "remove cnpg-operator-access", "observe", "down"));
}

TEST_F(Runner, WhatBearsAnotherNameIsAppliedBeforeTheRetiredGoes) {
    perform({"postgres-access-backend-namespace", "all-together"});
    const auto at = [&](const std::string& call) {
        return std::find(backend_.calls.rbegin(), backend_.calls.rend(), call).base() - backend_.calls.begin();
    };
    EXPECT_LT(at("apply postgres-access-cluster-wide"), at("apply postgres-access-backend-namespace"));
    const auto& admissions = record_.scenarios[1].steps[0].admissions;
    EXPECT_EQ(admissions[5].policy.name, "postgres-access-backend-namespace") << "told in the order of the page";
}

TEST_F(Runner, AFindingIsDiagnosedOnceWhileItsPoliciesStand) {
    backend_.abilities.survives_run = true;
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.port == 9187) seen = test::answered();
    };
    perform({"postgres-access-backend-label", "cnpg-operator-access"});
    EXPECT_THAT(backend_.calls, Contains("diagnostics").Times(1));
    const auto at = std::find(backend_.calls.begin(), backend_.calls.end(), "diagnostics");
    EXPECT_THAT(std::vector<std::string>(backend_.calls.begin(), at), Not(Contains(StartsWith("remove"))));
}

TEST_F(Runner, WhatConformsIsNotDiagnosed) {
    backend_.abilities.survives_run = true;
    perform({"postgres-access-backend-label", "default-deny"});
    EXPECT_THAT(backend_.calls, Not(Contains("diagnostics")));
}

TEST_F(Runner, AFilterNarrowsPlanAndControls) {
    const auto& record = perform({"default-deny"}, {.from = "backend", .to = "primary", .port = 5432});
    EXPECT_EQ(record.scenarios[0].steps[0].flows.size(), 1U);
    EXPECT_EQ(record.controls[0].flows.size(), 1U);
}

TEST_F(Runner, AFilterThatLeavesNothingRunsNothing) {
    perform({"default-deny"}, {.from = "nobody"});
    EXPECT_EQ(verdict_.exit, verdict::exit_nothing);
    EXPECT_TRUE(backend_.calls.empty());
}

// Reports and repro bundles are made from the record alone.
TEST_F(Runner, TheRecordTellsWhatWasAppliedToWhomAndWhen) {
    const auto& record = perform({"policy-added-and-removed"});
    ASSERT_EQ(record.participants.size(), 1U);
    EXPECT_EQ(record.participants[0].find("backend")->endpoint.labels.at("role"), "backend");
    const auto& scenario = record.scenarios[0];
    ASSERT_FALSE(scenario.policies.empty());
    const auto& policy = scenario.policies[0];
    EXPECT_THAT(policy.file, testing::EndsWith("fixtures/docs/cilium.md"));
    EXPECT_THAT(policy.text, StartsWith("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"));
    EXPECT_GT(policy.line, 1);
    const auto& flows = scenario.steps[1].flows;  // in the first nothing is applied
    const auto ruled = std::find_if(flows.begin(), flows.end(), [](const FlowRecord& one) { return one.rule; });
    ASSERT_NE(ruled, flows.end());
    EXPECT_EQ(ruled->rule->policy, policy.policy);
    EXPECT_GT(ruled->rule->line, policy.line);
    const auto removing = std::find_if(scenario.steps.begin(), scenario.steps.end(),
                                       [](const StepRecord& step) { return !step.removes.empty(); });
    ASSERT_NE(removing, scenario.steps.end());
    EXPECT_EQ(removing->removes[0].name, policy.policy.name);
    for (const auto& step : scenario.steps) EXPECT_GE(step.began_us, 0);
    EXPECT_GE(record.phases.back().began_us, 0);
}

TEST_F(Runner, APolicyThatALaterStepReplacesIsRecordedWithBothTexts) {
    const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
    auto scenario = catalog->select({"cnpg-operator-access"})->front();
    const auto corrected = catalog->select({"corrected-cnpg-operator-access"})->front().steps[0];
    scenario.steps.insert(scenario.steps.end(), {corrected, corrected});
    const auto record = describe(scenario);
    ASSERT_EQ(record.policies.size(), 2U) << "the third step applies what the second did";
    EXPECT_EQ(record.policies[0].policy, record.policies[1].policy);
    EXPECT_NE(record.policies[0].text, record.policies[1].text);
    const auto at = [&](size_t step) { return find_text(record, record.policies[0].policy, step); };
    EXPECT_EQ(at(0), &record.policies[0]);
    EXPECT_EQ(at(1), &record.policies[1]);
    EXPECT_EQ(at(2), &record.policies[1]);
}

TEST_F(Runner, FlowsInFlightAreLimited) {
    in_flight_ = 30;
    perform({"corrected-default-deny"});
    EXPECT_EQ(std::count(backend_.calls.begin(), backend_.calls.end(), "observe"), 9)
        << "three rounds in three portions";
}

}  // namespace
}  // namespace pgreach::run
