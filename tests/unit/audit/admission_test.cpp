#include "audit/admission.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/recording.hpp"
#include "support/scripted_runner.hpp"
#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<StoredPolicy> stored(const std::string& item) {
    support::ScriptedRunner runner;
    runner.expect("kubectl get * --all-namespaces -o json", R"({"items":[)" + item + "]}");
    return *read_policies(kube::Kubectl(runner, {}));
}

TEST(Admission, WhatWasAppliedAndIsNotStoredIsLost) {
    const auto policies = stored(R"({"kind":"CiliumNetworkPolicy","metadata":{"name":"x","namespace":"shop","uid":"1",
      "annotations":{"kubectl.kubernetes.io/last-applied-configuration":
        "{\"spec\":{\"endpointSelector\":{},\"ingress\":[{\"fromEndpoints\":[{\"labelSelector\":{\"a\":\"b\"}}]}]}}\n"}},
      "spec":{"endpointSelector":{},"ingress":[{"fromEndpoints":[{}]}]}})");
    ASSERT_EQ(policies.size(), 1U);
    EXPECT_THAT(policies[0].lost, ElementsAre("spec.ingress[0].fromEndpoints[0].labelSelector"));
    Survey survey;
    survey.policies = policies;
    const auto findings = find_admission_faults(survey);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, "policy-pruned");
}

TEST(Admission, ARecordedPolicyThatTheAgentsRejectIsAFinding) {
    const auto policies = stored(support::recording("get-agent-empty-ingress").answer.out);
    ASSERT_EQ(policies.size(), 1U);
    Survey survey;
    survey.policies = policies;
    const auto findings = find_admission_faults(survey);
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings[0].code, "policy-rejected");
    EXPECT_THAT(findings[0].text, HasSubstr("rule must have at least one of Ingress"));
}

TEST(Admission, AVerdictThatIsNotExpectedIsAFindingToo) {
    auto survey = survey_of();
    StoredPolicy policy{.id = {"CiliumNetworkPolicy", "shop", "orders"}};
    policy.verdict = {kube::AgentVerdict::State::valid, ""};
    survey.policies = {policy};
    EXPECT_TRUE(find_admission_faults(survey).empty());
    survey.policies[0].verdict = {kube::AgentVerdict::State::invalid, "no"};
    const auto findings = find_admission_faults(survey);
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[1].code, "policy-differs");
}

}  // namespace
}  // namespace pgreach::audit
