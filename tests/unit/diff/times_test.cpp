#include "diff/times.hpp"

#include <gmock/gmock.h>

#include "support/records.hpp"

namespace pgreach::diff {
namespace {

// A record of steps that took these times to settle.
Record record_of(const std::vector<std::int64_t>& times) {
    auto record = test::record_of_one_closed_flow();
    auto& steps = record.scenarios[0].steps;
    steps.clear();
    for (size_t i = 0; i < times.size(); ++i) {
        steps.push_back({.name = "step " + std::to_string(i), .settle_ms = times[i]});
    }
    return record;
}

TimeDifference settle(const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after) {
    return compare_times(record_of(before), record_of(after), {}).at(0);
}

TEST(Times, TwiceAsLongEverywhereIsBeyondNoise) {
    const auto time = settle({200, 210, 190, 220, 205}, {400, 420, 380, 440, 410});
    EXPECT_TRUE(time.beyond_noise);
    EXPECT_DOUBLE_EQ(time.before_ms, 205);
    EXPECT_DOUBLE_EQ(time.ratio(), 2);
    EXPECT_TRUE(settle({400, 420, 380, 440, 410}, {200, 210, 190, 220, 205}).beyond_noise) << "shorter as well";
}

TEST(Times, FewStepsAreNoise) {
    EXPECT_FALSE(settle({200, 210, 190, 220}, {400, 420, 380, 440}).beyond_noise);
}

TEST(Times, ASmallRatioIsNoise) {
    EXPECT_FALSE(settle({2000, 2000, 2000, 2000, 2000}, {2900, 2900, 2900, 2900, 2900}).beyond_noise);
}

TEST(Times, FewMillisecondsAreNoiseHoweverLargeTheirRatio) {
    EXPECT_FALSE(settle({1, 1, 1, 1, 1}, {99, 99, 99, 99, 99}).beyond_noise);
}

TEST(Times, StepsThatMoveToAndFroAreNoise) {
    EXPECT_FALSE(settle({900, 900, 100, 100, 100}, {100, 100, 900, 900, 900}).beyond_noise);
}

TEST(Times, OneSlowStepIsNoise) {
    EXPECT_FALSE(settle({200, 200, 200, 200, 200}, {200, 200, 9000, 200, 200}).beyond_noise);
}

TEST(Times, TimesOfDifferentBackendsAreNotCompared) {
    auto before = record_of({1});
    before.backend = "kind";
    EXPECT_TRUE(compare_times(before, record_of({1}), {}).empty());
}

TEST(Times, TheMedianOfAnEvenNumberIsBetweenTheMiddleTwo) {
    EXPECT_DOUBLE_EQ(median({4, 1, 3, 2}), 2.5);
    EXPECT_DOUBLE_EQ(median({}), 0);
}

}  // namespace
}  // namespace pgreach::diff
