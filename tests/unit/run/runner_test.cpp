#include "run/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/judge.hpp"
#include "scenario/catalog.hpp"
#include "support/fake_backend.hpp"

namespace pgreach::run {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::StartsWith;

// The real scenarios on a backend without packets.
class Runner : public testing::Test {
  protected:
    const Record& perform(const std::vector<std::string>& names, const FlowFilter& filter = {}) {
        static const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
        const Context context{backend_, clock_, stop_, progress_, {}, in_flight_};
        run(context, *catalog->select(names), filter, sink_, record_);
        judge(record_);
        return record_;
    }

    test::FakeBackend backend_;
    test::FakeStop stop_;
    SteadyClock clock_;
    NoProgress progress_;
    size_t in_flight_ = 0;
    int written_ = 0;
    RecordSink sink_ = [this](const Record&) {
        ++written_;
        return Result<void>();
    };
    Record record_;
};

TEST_F(Runner, TakesTheStepsInOrder) {
    perform({"postgres-access-backend-label"});
    EXPECT_THAT(backend_.calls, ElementsAre("up", "observe", "apply postgres-access-backend-label", "observe",
                                            "remove postgres-access-backend-label", "observe", "down"));
}

TEST_F(Runner, EveryScenarioIsGreenWhereEverythingIsAsPredicted) {
    const auto& record = perform({});
    EXPECT_EQ(record.summary.exit, exit_conforms);
    EXPECT_GE(record.scenarios.size(), 13U);
    EXPECT_EQ(record.summary.flows.count(Judgement::docs_defect), 0U);
    EXPECT_GT(record.summary.flows.at(Judgement::known_defect), 0);
    EXPECT_EQ(written_, static_cast<int>(record.scenarios.size())) << "the record is written as it goes";
}

TEST_F(Runner, TheTwoBrokenExamplesAreKnownDefects) {
    const auto& record = perform({"default-deny", "postgres-access-backend-any-ns"});
    EXPECT_EQ(record.scenarios[0].admissions[0].observed.result, AdmissionResult::rejected);
    EXPECT_EQ(record.scenarios[1].admissions[0].observed.result, AdmissionResult::refused);
    EXPECT_EQ(record.scenarios[1].admissions[1].observed.result, AdmissionResult::pruned);
    for (const auto& scenario : record.scenarios) {
        for (const auto& admission : scenario.admissions) EXPECT_EQ(admission.judgement, Judgement::known_defect);
    }
}

TEST_F(Runner, SeesADeviationAfterTryingUntilTheLimit) {
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.port == 9187) seen.observed = Observed::open;
    };
    const auto& record = perform({"postgres-access-backend-label"});
    EXPECT_EQ(record.summary.exit, exit_finding);
    EXPECT_EQ(record.summary.flows.at(Judgement::deviation), 2) << "frontend to both instances";
}

TEST_F(Runner, WhatIsSeenWhilePoliciesAreNotInForceIsUnclear) {
    backend_.on_call = [&](const std::string& call) { backend_.confirms = !call.starts_with("apply"); };
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.port == 9187) seen.observed = Observed::open;
    };
    const auto& record = perform({"postgres-access-backend-label"});
    EXPECT_EQ(record.summary.exit, exit_inconclusive);
    EXPECT_EQ(record.summary.flows.size(), 1U) << "neither what is as predicted nor what is not: all is inconclusive";
    EXPECT_NE(record.scenarios[0].flows[0].observation.reason.find("an endpoint is behind"), std::string::npos);
}

TEST_F(Runner, ABackendWhereNothingIsEverClosedIsRed) {
    backend_.distort = [](const Flow&, Observation& seen) { seen.observed = Observed::open; };
    EXPECT_EQ(perform({"corrected-default-deny"}).summary.exit, exit_finding);
}

TEST_F(Runner, ABackendWhereNothingIsEverOpenIsInconclusive) {
    backend_.distort = [](const Flow&, Observation& seen) { seen.observed = Observed::closed; };
    const auto& record = perform({"corrected-default-deny"}, {.from = "frontend"});
    EXPECT_EQ(record.summary.exit, exit_inconclusive);
    EXPECT_EQ(record.summary.flows.count(Judgement::conforms), 0U);
}

TEST_F(Runner, SettlesOnWhatHolds) {
    int rounds = 0;
    backend_.abilities.hold_rounds = 3;
    backend_.abilities.settle_limit = std::chrono::seconds(5);
    backend_.on_call = [&](const std::string& call) { rounds = call.starts_with("observe") ? rounds + 1 : 0; };
    backend_.distort = [&](const Flow&, Observation& seen) {
        if (rounds == 1) seen.observed = Observed::unclear;
    };
    const auto& record = perform({"postgres-access-backend-label"});
    EXPECT_EQ(record.summary.exit, exit_conforms);
    EXPECT_EQ(record.scenarios[0].steps[0].rounds, 4) << "one that was not as predicted, three that held";
}

TEST_F(Runner, WhatTheRoundsThatHeldShowIsKept) {
    backend_.abilities.hold_rounds = 3;
    const auto& record = perform({"postgres-access-backend-label"});
    for (const auto& flow : record.scenarios[0].flows) EXPECT_EQ(flow.observation.evidence.size(), 3U);
}

TEST_F(Runner, WhatDoesNotHoldIsSeenThoughItWasFineAtFirst) {
    bool brief = false;
    backend_.abilities.hold_rounds = 2;
    backend_.on_call = [&](const std::string& call) { brief = call == "observe briefly"; };
    backend_.distort = [&](const Flow& flow, Observation& seen) {
        if (brief && flow.from == "frontend") seen.observed = Observed::open;
    };
    const auto& record = perform({"corrected-default-deny"});
    EXPECT_EQ(record.summary.exit, exit_finding);
    EXPECT_GT(record.summary.flows.at(Judgement::deviation), 0);
}

TEST_F(Runner, AFailureTakesEverythingDownAndIsNeverGreen) {
    backend_.failing = "apply cnpg-operator-access";
    const auto& record = perform({"cnpg-operator-access", "default-deny"});
    EXPECT_EQ(record.summary.exit, exit_inconclusive);
    EXPECT_NE(record.failure.find("apply cnpg-operator-access broke"), std::string::npos);
    EXPECT_EQ(backend_.calls.back(), "down");
    EXPECT_EQ(record.scenarios.size(), 1U) << "nothing runs on a broken stage";
}

TEST_F(Runner, AnUnstartableBackendIsTakenDownToo) {
    backend_.failing = "up";
    EXPECT_EQ(perform({"default-deny"}).summary.exit, exit_inconclusive);
    EXPECT_THAT(backend_.calls, ElementsAre("up", "diagnostics", "down"));
}

TEST_F(Runner, InterruptedItKeepsWhatItSawAndTakesEverythingDown) {
    backend_.on_call = [&](const std::string& call) { stop_.asked |= call == "apply cnpg-operator-access"; };
    const auto& record = perform({"default-deny", "cnpg-operator-access"});
    EXPECT_EQ(record.summary.exit, exit_interrupted);
    EXPECT_FALSE(record.scenarios[0].flows.empty());
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

TEST_F(Runner, WhatBearsAnotherNameIsAppliedBeforeTheOutlivedGoes) {
    perform({"postgres-access-backend-namespace", "all-together"});
    const auto at = [&](const std::string& call) {
        return std::find(backend_.calls.rbegin(), backend_.calls.rend(), call).base() - backend_.calls.begin();
    };
    EXPECT_LT(at("apply postgres-access-cluster-wide"), at("apply postgres-access-backend-namespace"));
    const auto& admissions = record_.scenarios[1].admissions;
    EXPECT_EQ(admissions[5].policy, "postgres-access-backend-namespace") << "told in the order of the page";
    EXPECT_EQ(admissions[0].judgement, Judgement::known_defect);
}

TEST_F(Runner, AFindingIsDiagnosedOnceWhileItsPoliciesStand) {
    backend_.abilities.survives_run = true;
    backend_.distort = [](const Flow& flow, Observation& seen) {
        if (flow.from == "frontend" && flow.port == 9187) seen.observed = Observed::open;
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
    EXPECT_EQ(record.scenarios[0].flows.size(), 1U);
    EXPECT_EQ(record.controls[0].flows.size(), 1U);
}

TEST_F(Runner, AFilterThatLeavesNothingRunsNothing) {
    EXPECT_EQ(perform({"default-deny"}, {.from = "nobody"}).summary.exit, exit_nothing);
    EXPECT_TRUE(backend_.calls.empty());
}

TEST_F(Runner, FlowsInFlightAreLimited) {
    in_flight_ = 30;
    perform({"corrected-default-deny"});
    EXPECT_EQ(std::count(backend_.calls.begin(), backend_.calls.end(), "observe"), 9)
        << "three rounds in three portions";
}

}  // namespace
}  // namespace pgreach::run
