#include "backend/cluster/sweep.hpp"

#include <unistd.h>

#include <gmock/gmock.h>

#include <filesystem>

#include "backend/cluster/run_id.hpp"

#include "support/bench.hpp"

namespace pgreach::backend {
namespace {

std::string item(const std::string& kind, const std::string& name, const std::string& run, const std::string& host) {
    return R"({"kind":")" + kind + R"(","metadata":{"name":")" + name +
           R"(","creationTimestamp":"2099-01-01T00:00:00Z",)" + R"("labels":{"pgreach.dev/run":")" + run +
           R"(","pgreach.dev/host":")" + host + R"("}}})";
}

class SweepTest : public support::CallBench {
  protected:
    const std::string state_dir_ = ::testing::TempDir() + "pgreach-sweep" + std::to_string(::getpid());

    ~SweepTest() override { std::filesystem::remove_all(state_dir_); }
    void find(const std::string& items) {
        runner_.expect("kubectl get namespaces,pods,* --all-namespaces -l pgreach.dev/run -o json",
                       R"({"items":[)" + items + "]}");
    }
};

TEST_F(SweepTest, WhatADeadRunOfThisMachineLeftGoesPoliciesFirst) {
    { const auto killed = RunLock::take(state_dir_, "old"); }
    find(item("Pod", "p", "old", host_name()) + "," + item("Namespace", "backend", "old", host_name()) + "," +
         item("Namespace", "strange", "old", host_name()));
    runner_.expect("kubectl delete ciliumnetworkpolicies* -l pgreach.dev/run=old --wait=false", "");
    runner_.expect("kubectl delete pods,services,secrets --all-namespaces -l pgreach.dev/run=old --wait=false", "");
    runner_.expect("kubectl delete namespace strange --wait=false", "");  // backend is wanted again
    EXPECT_TRUE(sweep(tools_, kubectl_, state_dir_, {"backend"}).has_value());
}

TEST_F(SweepTest, ALivingRunIsLeftAlone) {
    const auto lock = RunLock::take(state_dir_, "living");
    find(item("Pod", "p", "living", host_name()));
    EXPECT_TRUE(sweep(tools_, kubectl_, state_dir_, {}).has_value());
}

TEST_F(SweepTest, ARecentRunOfAnotherAccountIsLeftAlone) {
    find(item("Pod", "p", "theirs", host_name()));
    EXPECT_TRUE(sweep(tools_, kubectl_, state_dir_, {}).has_value());
}

TEST_F(SweepTest, ARecentRunOfAnotherMachineIsLeftAlone) {
    find(item("Pod", "p", "theirs", "another"));
    EXPECT_TRUE(sweep(tools_, kubectl_, state_dir_, {}).has_value());
}

TEST_F(SweepTest, RemovingARunLiftsItsPoliciesFirstAndGoesOnAfterAFailure) {
    runner_.expect("kubectl delete ciliumnetworkpolicies*", proc::Completed{{1, 0}, {}, "Error: forbidden"});
    runner_.allow("kubectl delete pods,services,secrets -l pgreach.dev/run=r *", "");
    runner_.allow("kubectl delete namespaces -l pgreach.dev/run=r --ignore-not-found", "");
    EXPECT_THAT(remove_run(kubectl_, "r").error().message, ::testing::HasSubstr("forbidden"));
    EXPECT_EQ(runner_.calls().size(), 3U);
}

TEST_F(SweepTest, AKubectlThatHangsIsNotAskedThreeTimes) {
    runner_.expect_failure("kubectl delete ciliumnetworkpolicies*", environment_error("did not end within 60 s"));
    EXPECT_THAT(remove_run(kubectl_, "r").error().message, ::testing::HasSubstr("the next run removes them"));
}

}  // namespace
}  // namespace pgreach::backend
