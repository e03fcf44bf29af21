#include "backend/cluster/realisation.hpp"

#include <gmock/gmock.h>

#include "support/local_shells.hpp"
#include "support/scripted_runner.hpp"
#include "support/still_tools.hpp"

namespace pgreach::backend {
namespace {

std::string policies(int revision) {
    return R"({"revision":)" + std::to_string(revision) + R"(,"policy":"[]"})";
}
std::string endpoints(int revision) {
    return R"([{"id":1,"status":{"state":"ready","policy":{"realized":{"policy-revision":)" + std::to_string(revision) +
           "}}}}]";
}

class RealisationTest : public ::testing::Test {
  protected:
    support::ScriptedRunner runner_;
    support::LocalShells starter_;
    support::NoStop stop_;
    support::ToldProgress progress_;
    SteadyClock clock_;
    Tools tools_{runner_, runner_, starter_, stop_, clock_, progress_};
    kube::Kubectl kubectl_{runner_, {}};
    kube::Shells shells_{starter_, kubectl_, stop_};
    Policies policies_{tools_, kubectl_, {"r1", "box"}};
    Realisation realisation_{tools_, kubectl_, shells_};
    Stage stage_;

    RealisationTest() {
        stage_.agents = {{{"kube-system", "cilium-a"}, "n"}};
        stage_.seats = {{.name = "peer", .member = "peer", .node = "n"}};
    }

    void agent_says(const std::string& known, const std::string& enforced) {
        starter_.put("cilium-dbg", "case $1 in policy) echo '" + known + "';; *) echo '" + enforced + "';; esac");
    }
    Result<bool> look() { return realisation_.look(policies_, stage_, "kube-system"); }
};

TEST_F(RealisationTest, IsInForceWhenNoEndpointIsBehindItsAgent) {
    agent_says(policies(44), endpoints(43));
    EXPECT_FALSE(look().value());
    agent_says(policies(44), endpoints(44));
    EXPECT_TRUE(look().value());
}

TEST_F(RealisationTest, AnAgentThatCountsAnewIsNotWaitedForInVain) {
    agent_says(policies(44), endpoints(43));
    EXPECT_FALSE(look().value());
    agent_says(policies(3), endpoints(3));
    int looks = 0;
    while (!look().value() && looks < 20) ++looks;
    EXPECT_LT(looks, 10);
}

TEST_F(RealisationTest, AnAgentThatDoesNotAnswerIsLookedForAnew) {
    starter_.put("cilium-dbg", "exit 1");
    runner_.expect("kubectl get pods -l k8s-app=cilium -o json -n kube-system",
                   R"({"items":[{"metadata":{"name":"cilium-b"},"spec":{"nodeName":"n"},"status":{"phase":"Running",)"
                   R"("containerStatuses":[{"state":{"running":{}}}]}}]})");
    EXPECT_FALSE(look().value());
    agent_says(policies(3), endpoints(3));
    EXPECT_TRUE(look().value());
    EXPECT_THAT(starter_.started.back(), ::testing::HasSubstr("exec -i cilium-b"));
}

TEST_F(RealisationTest, AnAgentThatStaysSilentIsAnErrorInTheEnd) {
    const support::HastyClock hasty;
    const Tools tools{runner_, runner_, starter_, stop_, hasty, progress_};
    Realisation realisation(tools, kubectl_, shells_);
    starter_.put("cilium-dbg", "exit 1");
    runner_.allow("kubectl get pods *", R"({"items":[]})");
    Result<bool> seen = false;
    for (int i = 0; i < 5 && seen; ++i) seen = realisation.look(policies_, stage_, "kube-system");
    ASSERT_FALSE(seen);
    EXPECT_THAT(seen.error().message, ::testing::HasSubstr("agent of n"));
}

}  // namespace
}  // namespace pgreach::backend
