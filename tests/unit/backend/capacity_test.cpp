#include "backend/embedded/capacity.hpp"

#include <gtest/gtest.h>

namespace pgreach::backend {
namespace {

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr auto limit = std::chrono::seconds(10);

probe::Probed ended_at(Milestone reached, Duration after) {
    probe::Probed probed;
    probed.attempt.reached = reached;
    probed.attempt.duration_us = after.count();
    return probed;
}

TEST(Capacity, OnAnOrdinaryMachineProcessorsLimitTheFlows) {
    const auto capacity = capacity_of({.processors = 2, .descriptors = 524288, .memory = 8192 * mebibyte});
    EXPECT_EQ(capacity.flows.most, 128U);
    EXPECT_EQ(capacity.flows.because, "2 processors");
    EXPECT_GE(capacity.peers.most, 1000U);
}

TEST(Capacity, FewDescriptorsLimitThePeers) {
    const auto capacity = capacity_of({.processors = 2, .descriptors = 1024, .memory = 8192 * mebibyte});
    EXPECT_EQ(capacity.peers.most, 179U);
    EXPECT_EQ(capacity.peers.because, "1024 open files (ulimit -n)");
    EXPECT_EQ(capacity.flows.most, 128U);
    EXPECT_EQ(capacity_of({.processors = 64, .descriptors = 1024, .memory = 65536 * mebibyte}).flows.because,
              "1024 open files (ulimit -n)");
}

TEST(Capacity, LittleMemoryLimitsBoth) {
    const auto capacity = capacity_of({.processors = 1, .descriptors = 524288, .memory = 240 * mebibyte});
    EXPECT_EQ(capacity.flows.most, 20U);
    EXPECT_EQ(capacity.flows.because, "240 MiB of memory left");
    EXPECT_EQ(capacity.peers.most, 60U);
}

TEST(Capacity, IsNeverNothing) {
    const auto capacity = capacity_of({.processors = 1, .descriptors = 3, .memory = 0});
    EXPECT_EQ(capacity.flows.most, 8U);
    EXPECT_EQ(capacity.peers.most, 8U);
}

TEST(Machine, HasWhatEveryMachineHas) {
    const auto machine = look_at_machine();
    EXPECT_GE(machine.processors, 1U);
    EXPECT_GE(machine.descriptors, 64U);
    EXPECT_GT(machine.memory, mebibyte);
}

TEST(Pace, IsHalvedWhenServersAnswerLate) {
    Pace pace(100);
    EXPECT_FALSE(pace.take({ended_at(Milestone::query, std::chrono::seconds(4))}, limit));
    EXPECT_EQ(pace.at_once(), 100U);
    const std::vector<probe::Probed> late(60, ended_at(Milestone::query, std::chrono::seconds(6)));
    EXPECT_TRUE(pace.take(late, limit));
    EXPECT_EQ(pace.at_once(), 30U) << "half of what was tried, not of what could have been";
    for (int i = 0; i < 5; ++i) pace.take(late, limit);
    EXPECT_EQ(pace.at_once(), 8U);
    EXPECT_FALSE(pace.take(late, limit));
}

TEST(Pace, IsNotChangedBySilenceThatAPolicyMakes) {
    Pace pace(100);
    EXPECT_FALSE(pace.take({ended_at(Milestone::none, limit), ended_at(Milestone::dns, limit)}, limit));
    EXPECT_EQ(pace.at_once(), 100U);
}

}  // namespace
}  // namespace pgreach::backend
