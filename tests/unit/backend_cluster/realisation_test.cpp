#include "backend/cluster/realisation.hpp"

#include <gmock/gmock.h>

#include "support/bench.hpp"

namespace pgreach::backend {
namespace {

std::string policies(int revision) {
    return R"({"revision":)" + std::to_string(revision) + R"(,"policy":"[]"})";
}
std::string endpoints(int revision, const std::string& state = "ready", const std::string& address = "10.0.0.1") {
    return R"([{"id":1,"status":{"state":")" + state + R"(","networking":{"addressing":[{"ipv4":")" + address +
           R"("}]},"policy":{"realized":{"policy-revision":)" + std::to_string(revision) + "}}}}]";
}

class RealisationTest : public support::ShellBench {
  protected:
    Policies policies_{tools_, kubectl_, {"r1", "box"}};
    Realisation realisation_{tools_, kubectl_, shells_};
    Inventory inventory_;
    const Addresses addresses_ = {{"n", {"10.0.0.1"}}};

    RealisationTest() {
        inventory_.agents = {{{"kube-system", "cilium-a"}, "n"}};
        inventory_.locations = {{.name = "peer", .member = "peer", .node = "n"}};
    }

    void agent_says(const std::string& known, const std::string& enforced) {
        starter_.put("cilium-dbg", "case $1 in policy) echo '" + known + "';; *) echo '" + enforced + "';; esac");
    }
    std::string look() { return realisation_.pending(policies_, inventory_, addresses_, "kube-system").value(); }
};

TEST_F(RealisationTest, IsInForceWhenNoEndpointIsBehindItsAgent) {
    agent_says(policies(44), endpoints(43));
    EXPECT_EQ(look(), "agent of n: the endpoint at 10.0.0.1 does not enforce revision 44");
    agent_says(policies(44), endpoints(44));
    EXPECT_EQ(look(), "");
}

TEST_F(RealisationTest, AnEndpointThatWaitsForItsIdentityIsWaitedFor) {
    agent_says(policies(44), endpoints(44, "waiting-for-identity"));
    EXPECT_EQ(look(), "agent of n: the endpoint at 10.0.0.1 is waiting-for-identity");
}

TEST_F(RealisationTest, WhatIsWrongWithPodsOfOthersIsNotWaitedFor) {
    std::string both = endpoints(44);
    both.back() = ',';
    both += endpoints(1, "not-ready", "10.0.0.9").substr(1);
    agent_says(policies(44), both);
    EXPECT_EQ(look(), "");
}

TEST_F(RealisationTest, AnAgentThatKnowsNoEndpointYetEnforcesNothing) {
    agent_says(policies(44), "[]");
    EXPECT_EQ(look(), "agent of n: none of the endpoints is known");
}

TEST_F(RealisationTest, AnAgentThatCountsAnewIsNotWaitedForInVain) {
    agent_says(policies(44), endpoints(43));
    EXPECT_NE(look(), "");
    agent_says(policies(3), endpoints(3));
    int looks = 0;
    while (!look().empty() && looks < 20) ++looks;
    EXPECT_LT(looks, 10);
}

TEST_F(RealisationTest, AnAgentThatDoesNotAnswerIsLookedForAnew) {
    starter_.put("cilium-dbg", "exit 1");
    runner_.expect("kubectl get pods -l k8s-app=cilium -o json -n kube-system",
                   R"({"items":[{"metadata":{"name":"cilium-b"},"spec":{"nodeName":"n"},"status":{"phase":"Running",)"
                   R"("containerStatuses":[{"state":{"running":{}}}]}}]})");
    EXPECT_THAT(look(), ::testing::HasSubstr("agent of n"));
    agent_says(policies(3), endpoints(3));
    EXPECT_EQ(look(), "");
    EXPECT_THAT(starter_.started.back(), ::testing::HasSubstr("exec -i cilium-b"));
}

TEST_F(RealisationTest, AnAgentThatStaysSilentIsAnErrorInTheEnd) {
    const support::HastyClock hasty;
    const Tools tools{runner_, runner_, starter_, stop_, hasty, progress_};
    Realisation realisation(tools, kubectl_, shells_);
    starter_.put("cilium-dbg", "exit 1");
    runner_.allow("kubectl get pods *", R"({"items":[]})");
    Result<std::string> seen = std::string();
    for (int i = 0; i < 5 && seen; ++i) seen = realisation.pending(policies_, inventory_, addresses_, "kube-system");
    ASSERT_FALSE(seen);
    EXPECT_THAT(seen.error().message, ::testing::HasSubstr("agent of n"));
}

}  // namespace
}  // namespace pgreach::backend
