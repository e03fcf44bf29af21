#include "report/junit.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "support/records.hpp"
#include "verdict/judge.hpp"

namespace pgreach::report {
namespace {

class Junit : public testing::Test {
  protected:
    FlowRecord& flow() { return record_.scenarios[0].steps[0].flows[0]; }
    pugi::xml_node suites() {
        const auto parsed = document_.load_string(to_junit(record_, verdict::judge(record_)).c_str());
        EXPECT_TRUE(parsed) << parsed.description();
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
    EXPECT_STREQ(flow_case().attribute("time").value(), "0.000090");
}

TEST_F(Junit, ADeviationIsAFailureWithItsReason) {
    flow().observation = test::answered();
    const auto failure = flow_case().child("failure");
    EXPECT_STREQ(failure.attribute("type").value(), "deviation");
    EXPECT_STREQ(failure.attribute("message").value(),
                 "predicted deny, seen open; the page claims deny: no rule matches");
}

TEST_F(Junit, AnUnclearFlowIsAnError) {
    flow().observation.evidence.clear();
    EXPECT_STREQ(flow_case().child("error").attribute("type").value(), "inconclusive");
}

TEST_F(Junit, ARunThatEndedEarlyHasAnErrorOfItsOwn) {
    record_.failure = "postgres died";
    EXPECT_EQ(suites().attribute("errors").as_int(), 1);
    const auto run = suites().find_child_by_attribute("name", "run");
    const auto end = run.find_child_by_attribute("name", "the run reached its end");
    EXPECT_STREQ(end.child("error").attribute("message").value(), "postgres died");
}

TEST_F(Junit, AFailedControlIsAnError) {
    record_.controls[0].flows[0].second = test::dropped();
    EXPECT_EQ(suites().find_child_by_attribute("name", "run").attribute("errors").as_int(), 1);
}

TEST_F(Junit, ADatabaseThatContradictsThePredictionIsAFailure) {
    record_.scenarios[0].steps[0].health = {
        {{"replication of replica", HealthState::working, "streams"}, Verdict::deny}};
    const auto test = suites().child("testsuite").find_child_by_attribute("name", "applied: replication of replica");
    EXPECT_STREQ(test.child("failure").attribute("type").value(), "deviation");
}

TEST_F(Junit, ControlCharactersAreEscaped) {
    record_.scenarios[0].name = "odd\x1b[31m\x01";
    flow().observation.attempts[0] = {.end = AttemptEnd::failed, .error = "bell \x07 and \xff"};
    flow().observation.evidence.clear();
    const auto suite = suites().child("testsuite");
    EXPECT_STREQ(suite.attribute("name").value(), "odd\\x1b[31m\\x01");
    EXPECT_NE(std::string(flow_case().child("error").attribute("message").value()).find("bell \\x07 and \\xff"),
              std::string::npos);
}

}  // namespace
}  // namespace pgreach::report
