#include "engine/versions.hpp"

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "unit/engine/policies.hpp"

namespace pgreach::engine {
namespace {

constexpr const char* no_rule = "  endpointSelector: {}\n  ingress: []\n";

Admission apply(const std::string& spec, CiliumVersion version) {
    return PolicySet(EnforcementMode::default_mode, version).apply(policy(spec), FieldValidation::strict);
}

Verdict from_other_namespace(const std::string& spec, CiliumVersion version) {
    World world;
    world.endpoints = {{.name = "pg", .ns = "default"}, {.name = "peer", .ns = "other", .labels = {{"role", "x"}}}};
    PolicySet policies(EnforcementMode::default_mode, version);
    policies.apply(policy(spec), FieldValidation::strict);
    return evaluate(world, policies, {"peer", "pg", Protocol::tcp, 5432}).verdict();
}

TEST(Versions, ReadsTheReleasesItKnows) {
    EXPECT_EQ(parse_version("1.17"), (CiliumVersion{1, 17}));
    EXPECT_EQ(parse_version("v1.20.2"), (CiliumVersion{1, 20}));
    EXPECT_EQ(parse_version("1.14"), std::nullopt);
    EXPECT_EQ(parse_version("1.21"), std::nullopt);
    EXPECT_EQ(parse_version("latest"), std::nullopt);
}

TEST(Versions, APolicyWithoutARuleIsInertUpTo116AndRejectedFrom117) {
    EXPECT_EQ(apply(no_rule, {1, 16}).result, AdmissionResult::accepted);
    EXPECT_EQ(apply(no_rule, {1, 17}).result, AdmissionResult::rejected);
    EXPECT_EQ(from_other_namespace(no_rule, {1, 16}), Verdict::allow);
}

TEST(Versions, AnEmptyListOfPeersMeantEveryoneIn115) {
    const std::string spec =
        "  endpointSelector: {}\n  ingress: [{fromEndpoints: [], toPorts: [{ports: [{port: \"5432\"}]}]}]\n";
    EXPECT_EQ(from_other_namespace(spec, {1, 15}), Verdict::allow);
    EXPECT_EQ(from_other_namespace(spec, {1, 16}), Verdict::deny);
}

TEST(Versions, LabelsOfANamespaceLeadOutOfThePolicysOwnFrom116) {
    const std::string spec =
        "  endpointSelector: {}\n  ingress: [{fromEndpoints: [{matchLabels: "
        "{io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name: other}}]}]\n";
    EXPECT_EQ(from_other_namespace(spec, {1, 15}), Verdict::deny);
    EXPECT_EQ(from_other_namespace(spec, {1, 16}), Verdict::allow);
}

TEST(Versions, AFieldIsUnknownBeforeItsRelease) {
    const std::string spec = "  endpointSelector: {}\n  ingress: [{}]\n  enableDefaultDeny: {ingress: false}\n";
    EXPECT_EQ(apply(spec, {1, 15}).unknown_fields, std::vector<std::string>{"spec.enableDefaultDeny"});
    EXPECT_EQ(apply(spec, {1, 16}).result, AdmissionResult::accepted);
}

TEST(Versions, AnEntityIsUnknownBeforeItsRelease) {
    const std::string spec = "  endpointSelector: {}\n  ingress: [{fromEntities: [cluster-mesh]}]\n";
    EXPECT_EQ(apply(spec, {1, 19}).result, AdmissionResult::refused);
    EXPECT_EQ(apply(spec, {1, 20}).result, AdmissionResult::accepted);
}

TEST(Versions, TheAgentSpeaksAsItDidThen) {
    const std::string spec = "  endpointSelector: {}\n  ingress: [{fromEndpoints: [{}], fromEntities: [world]}]\n";
    EXPECT_EQ(apply(spec, {1, 16}).agent_error,
              "Invalid CiliumNetworkPolicy spec: Combining FromEndpoints and FromEntities is not supported yet");
    EXPECT_EQ(apply(spec, {1, 17}).agent_error,
              "Invalid CiliumNetworkPolicy spec: combining FromEndpoints and FromEntities is not supported yet");
}

TEST(Versions, EveryDifferenceNamesItsSource) {
    for (const auto& difference : differences()) {
        EXPECT_FALSE(difference.source.empty()) << difference.text;
        EXPECT_GT(difference.since, oldest_version) << difference.text;
    }
}

}  // namespace
}  // namespace pgreach::engine
