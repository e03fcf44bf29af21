#include "run/shard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/catalog.hpp"

namespace pgreach::run {
namespace {

using testing::ElementsAre;

TEST(Shard, IsAPartOfAWhole) {
    EXPECT_EQ(parse_shard("2/3")->index, 2);
    EXPECT_EQ(parse_shard("2/3")->count, 3);
    for (const auto* text : {"", "2", "0/3", "4/3", "1/0", "-1/3", "1/3x", " 1/3", "1/1001", "99999999999/3"}) {
        EXPECT_FALSE(parse_shard(text)) << text;
    }
}

TEST(Shard, AllShardsTogetherAreEverythingOnce) {
    const std::vector<double> costs = {3, 3, 5, 2, 1, 8, 13, 1, 1};
    for (const int count : {1, 2, 3, 9, 12}) {
        std::vector<std::size_t> all;
        for (int index = 1; index <= count; ++index) {
            for (const auto item : share_of(costs, {index, count})) all.push_back(item);
        }
        EXPECT_THAT(all, testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8)) << count;
    }
}

TEST(Shard, ShardsTakeEquallyLong) {
    const std::vector<double> costs = {10, 1, 1, 1, 1, 1, 5};
    EXPECT_THAT(share_of(costs, {1, 2}), ElementsAre(0));
    EXPECT_THAT(share_of(costs, {2, 2}), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Shard, WhatWasNotMeasuredTakesAsLongAsItsSizeLetsExpect) {
    const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
    const auto scenarios = catalog->select({"default-deny", "policy-added-and-removed", "cnpg-operator-access"});
    ASSERT_TRUE(scenarios);
    const auto flows = static_cast<double>(scenario::plan(scenarios->front().participants).size());
    EXPECT_THAT(costs_of(*scenarios, {}), ElementsAre(flows, 3 * flows, flows));
    EXPECT_THAT(costs_of(*scenarios, {{"default-deny", 500}}), ElementsAre(500, 1500, 500));
    EXPECT_THAT(costs_of(*scenarios, {{"default-deny", 500}, {"policy-added-and-removed", 300}}),
                ElementsAre(500, 300, 200));
}

TEST(Shard, RepetitionsHaveNamesOfTheirOwn) {
    const auto catalog = scenario::Catalog::load(PGREACH_SOURCE_DIR);
    const auto all = repeated(*catalog->select({"default-deny", "all-together"}), 2);
    std::vector<std::string> names;
    for (const auto& scenario : all) names.push_back(scenario.name);
    EXPECT_THAT(names, ElementsAre("default-deny", "all-together", "default-deny, run 2", "all-together, run 2"));
    EXPECT_EQ(all[0].repeats, "");
    EXPECT_EQ(all[3].repeats, "all-together");
}

}  // namespace
}  // namespace pgreach::run
