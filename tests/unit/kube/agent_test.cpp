#include "kube/agent.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "support/recording.hpp"

namespace pgreach::kube {
namespace {

using support::recording;

const AgentEndpoint& endpoint(const std::vector<AgentEndpoint>& endpoints, const std::string& ip) {
    return *std::find_if(endpoints.begin(), endpoints.end(), [&](const auto& one) { return one.ipv4 == ip; });
}

TEST(Agent, ReadsTheRevisionThatAnEndpointEnforces) {
    const auto endpoints = read_endpoints(recording("cilium-endpoint-list-policy").answer.out).value();
    const auto& primary = endpoint(endpoints, "10.244.1.236");
    EXPECT_EQ(primary.id, 83);
    EXPECT_EQ(primary.state, "ready");
    EXPECT_EQ(primary.realised_revision, 44);
    EXPECT_EQ(primary.enforced, "ingress");
    EXPECT_EQ(endpoint(endpoints, "10.244.1.77").enforced, "none");
}

TEST(Agent, NamesThePoliciesItKnowsByTheUidOfTheirObject) {
    const auto policies = read_agent_policies(recording("cilium-policy-get").answer.out).value();
    EXPECT_EQ(policies.revision, 44);
    EXPECT_THAT(policies.uids, ::testing::ElementsAre("d1c9e8f4-bc81-46a9-b0a7-f6cd56d50515"));
}

TEST(Agent, KnowsNoPolicyWhereThereIsNone) {
    const auto policies = read_agent_policies(recording("cilium-policy-get-empty").answer.out);
    ASSERT_TRUE(policies.has_value()) << policies.error().message;
    EXPECT_TRUE(policies->uids.empty());
    EXPECT_GT(policies->revision, 0);
}

TEST(Agent, AllRealisedOnlyWhenNoEndpointIsBehind) {
    const auto endpoint = [](const std::string& state, std::int64_t revision) {
        return AgentEndpoint{.state = state, .realised_revision = revision};
    };
    EXPECT_TRUE(all_realised({endpoint("ready", 44), endpoint("ready", 45)}, 44));
    EXPECT_FALSE(all_realised({endpoint("ready", 44), endpoint("ready", 43)}, 44));
    EXPECT_FALSE(all_realised({endpoint("ready", 44), endpoint("waiting-for-identity", 44)}, 44));
    EXPECT_TRUE(all_realised({endpoint("ready", 44), endpoint("disconnected", 1)}, 44)) << "its pod has gone";
}

TEST(Agent, WhatIsNoJsonIsAnErrorThatSaysWhoseItWas) {
    EXPECT_THAT(read_endpoints("Error: agent down").error().message, ::testing::HasSubstr("cilium-dbg endpoint list"));
}

}  // namespace
}  // namespace pgreach::kube
