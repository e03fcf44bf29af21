#include "backend/cluster/run_id.hpp"

#include <unistd.h>

#include <gmock/gmock.h>

#include <filesystem>

#include "backend/cluster/options.hpp"

namespace pgreach::backend {
namespace {

class RunLockTest : public ::testing::Test {
  protected:
    const std::string folder_ = ::testing::TempDir() + "pgreach-run-lock" + std::to_string(::getpid());
    ~RunLockTest() override { std::filesystem::remove_all(folder_); }
};

TEST_F(RunLockTest, IsAliveWhileItIsHeld) {
    auto lock = RunLock::take(folder_, "pgreach-x");
    ASSERT_TRUE(lock.has_value()) << lock.error().message;
    EXPECT_TRUE(is_alive(folder_, "pgreach-x"));
    EXPECT_FALSE(is_alive(folder_, "pgreach-y"));
}

TEST_F(RunLockTest, OfADeadRunIsFree) {
    { const auto lock = RunLock::take(folder_, "pgreach-x"); }
    EXPECT_FALSE(is_alive(folder_, "pgreach-x"));
    EXPECT_TRUE(std::filesystem::exists(folder_ + "/pgreach-x.lock"));  // what tells a leftover from another's cluster
}

TEST_F(RunLockTest, IsTakenOnce) {
    const auto lock = RunLock::take(folder_, "pgreach-x");
    EXPECT_THAT(RunLock::take(folder_, "pgreach-x").error().message, ::testing::HasSubstr("in use by another run"));
}

TEST_F(RunLockTest, ReleasedLeavesNothing) {
    auto lock = RunLock::take(folder_, "pgreach-x");
    lock->release();
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/pgreach-x.lock"));
}

TEST_F(RunLockTest, TheLocksOfDeadRunsAreForgottenButNotThoseOfClusters) {
    const auto alive = RunLock::take(folder_, "alive");
    for (const char* name : {"dead", "young", "pgreach-cluster"}) {
        { const auto lock = RunLock::take(folder_, name); }
    }
    for (const char* name : {"alive", "dead", "pgreach-cluster"}) {
        std::filesystem::last_write_time(folder_ + "/" + name + ".lock",
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(3));
    }
    forget_dead_runs(folder_);
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/dead.lock"));
    for (const char* name : {"alive", "young", "pgreach-cluster"}) {
        EXPECT_TRUE(std::filesystem::exists(folder_ + "/" + name + ".lock")) << name;
    }
}

TEST(ObjectName, IsLegalInKubernetes) {
    EXPECT_EQ(object_name("Near_Miss  case@worker-"), "near-miss-case-worker");
    EXPECT_EQ(object_name("--"), "x");
    EXPECT_EQ(object_name("abc-def", 4), "abc");
}

}  // namespace
}  // namespace pgreach::backend
