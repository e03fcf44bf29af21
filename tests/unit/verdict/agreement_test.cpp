#include "verdict/agreement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/records.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::verdict {
namespace {

// A scenario of one closed flow that was run three times.
class Agreement : public testing::Test {
  protected:
    Agreement() {
        for (const auto* name : {"some-scenario, run 2", "some-scenario, run 3"}) {
            record_.scenarios.push_back(record_.scenarios[0]);
            record_.scenarios.back().name = name;
            record_.scenarios.back().repeats = "some-scenario";
            record_.plan->scenarios.push_back(record_.plan->scenarios[0]);
            record_.plan->scenarios.back().name = name;
        }
    }
    Observation& seen(size_t run) { return record_.scenarios[run].steps[0].flows[0].observation; }
    std::vector<Item> items() { return judge_agreement(judge(record_).scenarios); }
    Record record_ = test::record_of_one_closed_flow();
};

TEST_F(Agreement, WhatIsSeenAlikeEachTimeConforms) {
    ASSERT_EQ(items().size(), 1U);
    EXPECT_EQ(items()[0].judgement, Judgement::conforms);
    EXPECT_EQ(items()[0].text, "2 flows, policies and checks, of repeated scenarios");
    EXPECT_EQ(judge(record_).exit, exit_conforms);
}

TEST_F(Agreement, AFlowThatIsOpenOnceOfThreeTimesIsUnstable) {
    seen(1) = test::answered();
    ASSERT_EQ(items().size(), 1U);
    EXPECT_EQ(items()[0].name, "some-scenario, applied: frontend → primary:5432");
    EXPECT_EQ(items()[0].text, "unstable: closed in 2, open in 1 of 3 runs");
    EXPECT_EQ(items()[0].judgement, Judgement::inconclusive);
    EXPECT_EQ(judge(record_).exit, exit_finding) << "the run in which it was open is a finding all the same";
}

TEST_F(Agreement, WhatARunCouldNotTellContradictsNothing) {
    seen(1).evidence.clear();
    EXPECT_EQ(items()[0].judgement, Judgement::conforms);
    EXPECT_EQ(judge(record_).exit, exit_inconclusive);
}

TEST_F(Agreement, APolicyThatIsRejectedOnceIsUnstable) {
    record_.scenarios[2].steps[0].admissions[0].observed.result = AdmissionResult::rejected;
    ASSERT_EQ(items().size(), 1U);
    EXPECT_EQ(items()[0].text, "unstable: accepted in 2, rejected in 1 of 3 runs");
}

TEST_F(Agreement, OfARunThatRepeatsNothingThereIsNothingToSay) {
    EXPECT_TRUE(judge_agreement(judge(test::record_of_one_closed_flow()).scenarios).empty());
}

}  // namespace
}  // namespace pgreach::verdict
