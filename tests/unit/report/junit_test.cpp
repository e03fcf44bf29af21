#include "report/junit.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "run/judge.hpp"
#include "support/records.hpp"

namespace pgreach::report {
namespace {

class Junit : public testing::Test {
  protected:
    FlowRecord& flow() { return record_.scenarios[0].flows[0]; }
    pugi::xml_node suites() {
        run::judge(record_);
        document_.load_string(to_junit(record_).c_str());
        return document_.child("testsuites");
    }
    pugi::xml_node flow_case() {
        return suites().child("testsuite").find_child_by_attribute("name", "applied: frontend → primary:5432");
    }

    Record record_ = test::record_of_one_closed_flow();
    pugi::xml_document document_;
};

TEST_F(Junit, HasASuiteForAScenarioAndACaseForEachFlowAndPolicy) {
    const auto suite = suites().child("testsuite");
    EXPECT_STREQ(suite.attribute("name").value(), "some-scenario");
    EXPECT_EQ(suite.attribute("tests").as_int(), 2);
    EXPECT_EQ(suite.attribute("failures").as_int(), 0);
    EXPECT_STREQ(suite.child("testcase").attribute("name").value(), "applied: admission of some-policy");
    EXPECT_FALSE(flow_case().first_child());
}

TEST_F(Junit, ADeviationIsAFailureWithItsReason) {
    flow().observation.observed = Observed::open;
    const auto failure = flow_case().child("failure");
    EXPECT_STREQ(failure.attribute("type").value(), "deviation");
    EXPECT_STREQ(failure.attribute("message").value(), "claim deny, prediction deny, seen open: no rule matches");
}

TEST_F(Junit, AnUnclearFlowIsAnError) {
    flow().observation.evidence.clear();
    EXPECT_STREQ(flow_case().child("error").attribute("type").value(), "inconclusive");
}

TEST_F(Junit, ARunThatEndedEarlyHasAnErrorOfItsOwn) {
    record_.failure = "postgres died";
    EXPECT_EQ(suites().attribute("errors").as_int(), 1);
    EXPECT_STREQ(
        suites().find_child_by_attribute("name", "run").child("testcase").child("error").attribute("message").value(),
        "postgres died");
}

}  // namespace
}  // namespace pgreach::report
