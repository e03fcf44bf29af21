#include "kube/agent.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "support/recording.hpp"

namespace pgreach::kube {
namespace {

using support::recording;

const AgentEndpoint& endpoint(const std::vector<AgentEndpoint>& endpoints, const char* ip) {
    return *std::find_if(endpoints.begin(), endpoints.end(), [&](const auto& one) { return one.ipv4 == ip; });
}

std::string replaced(std::string text, const std::string& old, const std::string& now) {
    for (size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + now.size())) {
        text.replace(at, old.size(), now);
    }
    return text;
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

TEST(Agent, AnEndpointIsBehindUntilItIsReadyAtTheRevision) {
    const auto endpoint = [](const std::string& address, const std::string& state, std::int64_t revision) {
        return AgentEndpoint{.state = state, .ipv4 = address, .realised_revision = revision};
    };
    const std::set<std::string> ours = {"10.0.0.1", "10.0.0.2"};
    EXPECT_EQ(behind({endpoint("10.0.0.1", "ready", 44), endpoint("10.0.0.2", "ready", 45)}, ours, 44), "");
    EXPECT_EQ(behind({endpoint("10.0.0.1", "ready", 43)}, ours, 44),
              "the endpoint at 10.0.0.1 does not enforce revision 44");
    EXPECT_EQ(behind({endpoint("10.0.0.2", "waiting-for-identity", 44)}, ours, 44),
              "the endpoint at 10.0.0.2 is waiting-for-identity");
    EXPECT_EQ(behind({endpoint("10.0.0.1", "ready", 44), endpoint("10.0.0.9", "not-ready", 1)}, ours, 44), "")
        << "not ours";
    EXPECT_NE(behind({endpoint("10.0.0.9", "ready", 44)}, ours, 44), "") << "who knows none of ours enforces nothing";
    EXPECT_EQ(behind({}, {}, 44), "");
}

TEST(Agent, WhatIsNoJsonIsAnErrorThatSaysWhoseItWas) {
    EXPECT_THAT(read_endpoints("Error: agent down").error().message, ::testing::HasSubstr("cilium-dbg endpoint list"));
}

TEST(Agent, TellsWhatItRunsWithByTheNamesOfItsOptions) {
    const auto recorded = recording("cilium-config-all").answer.out;
    const auto settings = read_agent_settings(recorded).value();
    EXPECT_EQ(settings.at("enable-policy"), "default");
    EXPECT_EQ(settings.at("policy-audit-mode"), "false");
    EXPECT_EQ(settings.at("labels"), "");
    EXPECT_EQ(settings.at("enable-l7-proxy"), "false");
    const auto switched = replaced(recorded, R"("PolicyAuditMode": "Disabled")", R"("PolicyAuditMode": "Enabled")");
    EXPECT_EQ(read_agent_settings(switched).value().at("policy-audit-mode"), "true") << "while it runs";
    const auto enforced = replaced(recorded, R"("policy-enforcement": "default")", R"("policy-enforcement": "always")");
    EXPECT_EQ(read_agent_settings(enforced).value().at("enable-policy"), "always") << "while it runs";
    EXPECT_TRUE(read_agent_settings("{}").value().empty()) << "an older release has fewer";
    EXPECT_FALSE(read_agent_settings("no JSON"));
}

TEST(Agent, SaysItsReleaseWhereItWasBuiltWithOne) {
    EXPECT_EQ(read_agent_version(recording("cilium-version").answer.out).value(), "");
    EXPECT_EQ(read_agent_version(R"({"Daemon": {"Version": "1.19.5"}})").value(), "1.19.5");
}

TEST(Agent, AnEndpointMayBeInAuditMode) {
    const auto recorded = recording("cilium-endpoint-list").answer.out;
    const auto usual = read_endpoints(recorded).value();
    for (const auto& one : usual) EXPECT_FALSE(one.audited);
    const auto audited = replaced(recorded, R"("PolicyAuditMode": "Disabled")", R"("PolicyAuditMode": "Enabled")");
    const auto switched = read_endpoints(audited).value();
    EXPECT_FALSE(switched.empty());
    for (const auto& one : switched) EXPECT_TRUE(one.audited);
}

}  // namespace
}  // namespace pgreach::kube
