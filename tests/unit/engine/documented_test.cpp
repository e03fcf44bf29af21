#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "unit/engine/policies.hpp"

namespace pgreach::engine {
namespace {

World documented_world() {
    World world;
    world.endpoints = {
        {.name = "pg", .ns = "default", .labels = {{"cnpg.io/cluster", "cluster-example"}}},
        {.name = "backend", .ns = "default", .labels = {{"role", "backend"}}},
        {.name = "frontend", .ns = "default", .labels = {{"role", "frontend"}}},
        {.name = "other-backend", .ns = "other", .labels = {{"role", "backend"}}},
        {.name = "node", .kind = EndpointKind::host},
    };
    return world;
}

constexpr const char* backend_label =
    "  endpointSelector: {matchLabels: {cnpg.io/cluster: cluster-example}}\n"
    "  ingress:\n"
    "  - fromEndpoints: [{matchLabels: {role: backend}}]\n"
    "    toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]\n";

Decision decide(const std::string& spec, const std::string& from, int port) {
    PolicySet policies;
    policies.apply(policy(spec), FieldValidation::ignore);
    return evaluate(documented_world(), policies, {from, "pg", Protocol::tcp, port});
}

TEST(Documented, AnAllowNamesItsRule) {
    const auto decision = decide(backend_label, "backend", 5432);
    EXPECT_EQ(decision.verdict(), Verdict::allow);
    EXPECT_EQ(decision.ingress.by, "default/p ingress[0]");
    EXPECT_EQ(decision.ingress.reason, "default/p ingress[0] allows role=backend on 5432/TCP");
    EXPECT_EQ(decision.egress.reason, "no policy selects backend for egress");
}

TEST(Documented, PoliciesOfOneNameAndSeveralKindsAreNamedWithTheirKind) {
    PolicySet policies;
    policies.apply(policy(backend_label), FieldValidation::strict);
    policies.apply(policy("  podSelector: {}\n  ingress: []\n", "NetworkPolicy"), FieldValidation::strict);
    EXPECT_EQ(evaluate(documented_world(), policies, {"backend", "pg", Protocol::tcp, 5432}).ingress.by,
              "CiliumNetworkPolicy default/p ingress[0]");
}

TEST(Documented, AnAllowNamesEveryPolicyThatAllowsIt) {
    PolicySet policies;
    policies.apply(policy(backend_label, "CiliumNetworkPolicy", "first"), FieldValidation::strict);
    policies.apply(policy(backend_label, "CiliumNetworkPolicy", "second"), FieldValidation::strict);
    const Evaluator evaluator(documented_world(), policies);
    EXPECT_EQ(evaluator.evaluate({"backend", "pg", Protocol::tcp, 5432}).allowed_by(),
              (std::vector<PolicyId>{{"CiliumNetworkPolicy", "default", "first"},
                                     {"CiliumNetworkPolicy", "default", "second"}}));
    EXPECT_TRUE(evaluator.evaluate({"frontend", "pg", Protocol::tcp, 5432}).allowed_by().empty());
    EXPECT_TRUE(evaluator.evaluate({"node", "pg", Protocol::tcp, 5432}).allowed_by().empty());
}

TEST(Documented, ADenyNamesTheNearestMiss) {
    const auto decision = decide(backend_label, "frontend", 5432);
    EXPECT_EQ(decision.verdict(), Verdict::deny);
    EXPECT_EQ(decision.ingress.by, "");
    EXPECT_EQ(decision.ingress.reason,
              "no rule matches; nearest: label role=frontend, the rule wants role=backend (default/p ingress[0])");
    EXPECT_EQ(decide(backend_label, "backend", 8000).ingress.reason,
              "no rule matches; nearest: port 8000/TCP, the rule has 5432/TCP (default/p ingress[0])");
}

TEST(Documented, PeersAreSoughtInThePolicysNamespace) {
    EXPECT_EQ(decide(backend_label, "other-backend", 5432).verdict(), Verdict::deny);
}

TEST(Documented, TheNodeIsAlwaysLetIn) {
    EXPECT_EQ(decide(backend_label, "node", 5432).verdict(), Verdict::allow);
}

TEST(Documented, AnEmptyIngressIsRejectedAndOpen) {
    PolicySet policies;
    const auto admission = policies.apply(policy("  endpointSelector: {}\n  ingress: []\n"), FieldValidation::strict);
    EXPECT_EQ(admission.result, AdmissionResult::rejected);
    EXPECT_EQ(
        admission.agent_error,
        "Invalid CiliumNetworkPolicy spec: rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny");
    EXPECT_EQ(evaluate(documented_world(), policies, {"frontend", "pg", Protocol::tcp, 5432}).verdict(),
              Verdict::allow);
}

TEST(Documented, OneEmptyRuleClosesEverything) {
    EXPECT_EQ(decide("  endpointSelector: {}\n  ingress: [{}]\n", "backend", 5432).verdict(), Verdict::deny);
}

TEST(Documented, AnUnknownFieldIsRefusedOrPruned) {
    const auto broken = policy(
        "  endpointSelector: {}\n  ingress:\n  - fromEndpoints: [{labelSelector: {matchLabels: {role: backend}}}]\n");
    PolicySet policies;
    EXPECT_EQ(policies.apply(broken, FieldValidation::strict).result, AdmissionResult::refused);
    const auto admission = policies.apply(broken, FieldValidation::ignore);
    EXPECT_EQ(admission.result, AdmissionResult::pruned);
    EXPECT_EQ(admission.unknown_fields, std::vector<std::string>{"spec.ingress[0].fromEndpoints[0].labelSelector"});
    EXPECT_EQ(evaluate(documented_world(), policies, {"frontend", "pg", Protocol::tcp, 5432}).verdict(),
              Verdict::allow);
    EXPECT_EQ(evaluate(documented_world(), policies, {"other-backend", "pg", Protocol::tcp, 5432}).verdict(),
              Verdict::deny);
}

}  // namespace
}  // namespace pgreach::engine
