#include "report/comparison.hpp"

#include <gmock/gmock.h>

#include "support/records.hpp"
#include "verdict/judge.hpp"

namespace pgreach::report {
namespace {

class TwoRecords : public testing::Test {
  protected:
    Comparison compared() { return compare(verdict::judge(before_), verdict::judge(after_)); }
    FlowRecord& flow() { return after_.scenarios[0].steps[0].flows[0]; }

    Record before_ = test::record_of_one_closed_flow();
    Record after_ = test::record_of_one_closed_flow();
};

TEST_F(TwoRecords, TimesAndAddressesAreNoDifference) {
    flow().observation.attempts[0].duration_us = 5000;
    flow().observation.attempts[0].source = flow().observation.evidence[0].source = "10.0.0.9:1";
    after_.started = "later";
    const auto comparison = compared();
    EXPECT_TRUE(comparison.differences.empty());
    EXPECT_EQ(comparison.same, 3U);  // the flow, its policy, the end
    EXPECT_EQ(exit_of(comparison), 0);
    EXPECT_EQ(to_text(comparison), "0 differences, 3 are the same\n");
}

TEST_F(TwoRecords, AFlowThatChangedIsToldWithBothStates) {
    flow().observation = test::answered();
    EXPECT_EQ(exit_of(compared()), 1);
    EXPECT_EQ(to_text(compared()),
              "some-scenario, applied\n"
              "  frontend → primary:5432: conforms, closed; predicted deny, claimed deny -> deviation, open; predicted "
              "deny, claimed deny\n"
              "1 difference, 2 are the same\n");
}

TEST_F(TwoRecords, WhatCouldNotBeToldIsNoChange) {
    flow().observation.evidence.clear();
    ASSERT_EQ(compared().differences.size(), 1U);
    EXPECT_TRUE(compared().differences[0].unclear());
    EXPECT_EQ(exit_of(compared()), 3);
}

TEST_F(TwoRecords, WhatIsInOneOfThemOnlyIsADifference) {
    after_.scenarios[0].steps[0].admissions.clear();
    EXPECT_THAT(to_text(compared()),
                testing::HasSubstr("some-policy: conforms, accepted; predicted accepted -> not there"));
    after_.scenarios.clear();
    after_.plan->scenarios.clear();
    EXPECT_THAT(to_text(compared()),
                testing::HasSubstr("some-scenario\n  the scenario: conforms, 2 items -> not there\n1 difference, "));
}

TEST_F(TwoRecords, NothingOfEitherBecomesMarkup) {
    flow().observation = test::answered();
    after_.scenarios[0].name = before_.scenarios[0].name = "<b>";
    EXPECT_THAT(to_html(compared(), before_, after_), testing::HasSubstr(R"(["\u003cb>","applied")"));
}

}  // namespace
}  // namespace pgreach::report
