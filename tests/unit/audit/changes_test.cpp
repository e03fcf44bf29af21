#include "audit/changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::ElementsAre;

TEST(Changes, WhatCameWentOrIsOtherHasChanged) {
    EXPECT_THAT(changed_keys({{"a", "1"}, {"b", "1"}, {"c", "1"}}, {{"b", "1"}, {"c", "2"}, {"d", "1"}}),
                ElementsAre("a", "c", "d"));
    EXPECT_TRUE(changed_keys({{"a", "1"}}, {{"a", "1"}}).empty());
}

TEST(Changes, AChangedPodIsThatOfItsFlowsInBothDirections) {
    const auto plan = *make_plan(survey_of(), {}, "id");
    const auto place = [&](const std::string& from, const std::string& to) {
        return static_cast<size_t>(find_flow(plan, from, to, 5432) - plan.flows.data());
    };
    EXPECT_TRUE(concerns(plan, place("shop/api", "shop/orders-1"), {"shop/orders-1"}));
    EXPECT_TRUE(concerns(plan, place("shop/orders-1", "shop/orders-2"), {"shop/orders-1"}));
    EXPECT_FALSE(concerns(plan, place("shop/api", "shop/orders-2"), {"shop/orders-1"}));
}

}  // namespace
}  // namespace pgreach::audit
