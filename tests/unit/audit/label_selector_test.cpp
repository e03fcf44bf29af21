#include "audit/label_selector.hpp"

#include <gtest/gtest.h>

#include "kube/json.hpp"

namespace pgreach::audit {
namespace {

bool fits(const char* selector, const Labels& labels) {
    return matches(*kube::read_json(selector), labels);
}

TEST(LabelSelector, AnEmptyOneMatchesAllAndNoneMatchesNone) {
    EXPECT_TRUE(fits("{}", {{"a", "1"}}));
    EXPECT_FALSE(fits("null", {{"a", "1"}}));
}

TEST(LabelSelector, EveryPartMustHold) {
    const char* both =
        R"({"matchLabels":{"a":"1"},"matchExpressions":[{"key":"b","operator":"In","values":["2","3"]}]})";
    EXPECT_TRUE(fits(both, {{"a", "1"}, {"b", "3"}}));
    EXPECT_FALSE(fits(both, {{"a", "1"}}));
    EXPECT_FALSE(fits(both, {{"a", "2"}, {"b", "3"}}));
}

TEST(LabelSelector, OperatorsAreThoseOfKubernetes) {
    EXPECT_TRUE(fits(R"({"matchExpressions":[{"key":"b","operator":"NotIn","values":["2"]}]})", {}));
    EXPECT_FALSE(fits(R"({"matchExpressions":[{"key":"b","operator":"NotIn","values":["2"]}]})", {{"b", "2"}}));
    EXPECT_TRUE(fits(R"({"matchExpressions":[{"key":"b","operator":"Exists"}]})", {{"b", ""}}));
    EXPECT_TRUE(fits(R"({"matchExpressions":[{"key":"b","operator":"DoesNotExist"}]})", {}));
    EXPECT_FALSE(fits(R"({"matchExpressions":[{"key":"b","operator":"Gt","values":["1"]}]})", {{"b", "2"}}));
}

TEST(LabelSelector, AServiceWithoutOneSelectsNothing) {
    EXPECT_FALSE(selects({}, {{"a", "1"}}));
    EXPECT_TRUE(selects({{"a", "1"}}, {{"a", "1"}, {"b", "2"}}));
}

}  // namespace
}  // namespace pgreach::audit
