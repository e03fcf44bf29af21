#include "audit/lag.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pgreach::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

StoredPolicy policy(const std::string& kind, const std::string& name, const std::string& uid) {
    StoredPolicy stored{.id = {kind, "shop", name}};
    stored.uid = uid;
    return stored;
}

TEST(Lag, AnAgentThatKnowsAllThereIsHasCaughtUp) {
    EXPECT_THAT(backlog({policy("CiliumNetworkPolicy", "x", "1")}, {.revision = 3, .uids = {"1"}}, true), IsEmpty());
}

TEST(Lag, TellsWhatIsMissingAndWhatIsLeft) {
    EXPECT_THAT(backlog({policy("CiliumNetworkPolicy", "x", "1")}, {.revision = 3, .uids = {"2"}}, true),
                ElementsAre("does not know CiliumNetworkPolicy shop/x", "still has 1 that the API server has no more"));
}

TEST(Lag, WhatAgentsDoNotTakeIsNotAskedFor) {
    auto rejected = policy("CiliumNetworkPolicy", "rejected", "1");
    rejected.verdict.state = kube::AgentVerdict::State::invalid;
    auto deleting = policy("CiliumNetworkPolicy", "deleting", "2");
    deleting.deleting = true;
    auto of_nodes = policy("CiliumClusterwideNetworkPolicy", "nodes", "3");
    of_nodes.of_nodes = true;
    const auto plain = policy("NetworkPolicy", "plain", "4");
    EXPECT_THAT(backlog({rejected, deleting, of_nodes, plain}, {}, false), IsEmpty());
    EXPECT_THAT(backlog({plain}, {}, true), ElementsAre("does not know NetworkPolicy shop/plain"));
}

}  // namespace
}  // namespace pgreach::audit
