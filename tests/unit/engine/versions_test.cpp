#include "engine/versions.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/engine.hpp"
#include "unit/engine/policies.hpp"

namespace pgreach::engine {
namespace {

constexpr const char* no_rule = "  endpointSelector: {}\n  ingress: []\n";

Admission apply(const std::string& spec, CiliumVersion version) {
    return PolicySet(version).apply(policy(spec), FieldValidation::strict);
}

Verdict from_other_namespace(const std::string& spec, CiliumVersion version) {
    World world;
    world.endpoints = {{.name = "pg", .ns = "default"}, {.name = "peer", .ns = "other", .labels = {{"role", "x"}}}};
    PolicySet policies(version);
    policies.apply(policy(spec), FieldValidation::strict);
    return evaluate(world, policies, {"peer", "pg", Protocol::tcp, 5432}).verdict();
}

TEST(Versions, ReadsTheReleasesItKnows) {
    EXPECT_EQ(parse_version("1.17"), (CiliumVersion{1, 17}));
    EXPECT_EQ(parse_version("v1.20.2"), (CiliumVersion{1, 20, 2}));
    EXPECT_EQ(parse_version("1.19.0-rc.1"), (CiliumVersion{1, 19, 0}));
    for (const char* none : {"1.14", "0.20", "latest", "1", "1.x", "1.19.", "1.19.3.1", "", "1.-1"}) {
        EXPECT_EQ(parse_version(none), std::nullopt) << none;
    }
    EXPECT_EQ(to_string({1, 19}), "1.19");
    EXPECT_EQ(to_string({1, 19, 3}), "1.19.3");
}

TEST(Versions, ANewerReleaseIsTakenAsTheNewestThatIsKnownAndOneCanTell) {
    const auto newer = parse_version("1.21.0");
    ASSERT_TRUE(newer);
    EXPECT_TRUE(is_newer_than_known(*newer));
    EXPECT_FALSE(is_newer_than_known({1, 20, 7}));
    EXPECT_FALSE(is_newer_than_known(newest_version));
    EXPECT_EQ(apply(no_rule, *newer).agent_error, apply(no_rule, newest_version).agent_error);
}

// fromNodes matched pods until a security fix, which older lines got as well.
TEST(Versions, APatchReleaseIsNotTheMinorOne) {
    const auto nodes_alone = [](CiliumVersion version) { return has(version, Behaviour::nodes_alone_are_nodes); };
    EXPECT_FALSE(nodes_alone({1, 16, 7}));
    EXPECT_TRUE(nodes_alone({1, 16, 8}));
    EXPECT_TRUE(nodes_alone({1, 16}));
    EXPECT_FALSE(nodes_alone({1, 17, 1}));
    EXPECT_TRUE(nodes_alone({1, 17, 2}));
    EXPECT_TRUE(nodes_alone({1, 18, 0}));
    EXPECT_FALSE(nodes_alone({1, 15}));
}

TEST(Versions, WhatOnlySomeReleasesDidIsGoneInLaterOnes) {
    EXPECT_FALSE(has({1, 16}, Behaviour::range_from_zero));
    EXPECT_TRUE(has({1, 17, 0}, Behaviour::range_from_zero));
    EXPECT_TRUE(has({1, 19}, Behaviour::range_from_zero));
    EXPECT_FALSE(has({1, 20, 0}, Behaviour::range_from_zero));
}

TEST(Versions, RequirementsHoldForPeersChosenByLabelsUpTo118) {
    const std::string spec =
        "  endpointSelector: {}\n  ingress:\n  - fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: other}}]\n"
        "    fromRequires: [{matchLabels: {io.kubernetes.pod.namespace: other, role: ROLE}}]\n";
    const auto with = [&spec](std::string role) {
        std::string text = spec;
        return text.replace(text.find("ROLE"), 4, role);
    };
    EXPECT_EQ(from_other_namespace(with("x"), {1, 18}), Verdict::allow);
    EXPECT_EQ(from_other_namespace(with("z"), {1, 18}), Verdict::deny);
    EXPECT_EQ(apply(with("x"), {1, 19}).result, AdmissionResult::refused);
}

TEST(Versions, UnderEnforcementAlwaysTheOwnNodeIsDeniedSince120) {
    World world;
    world.endpoints = {{.name = "pg", .ns = "default"}, {.name = "node", .kind = EndpointKind::host}};
    const auto verdict = [&world](CiliumVersion version) {
        Cilium cilium(version);
        cilium.config.enforcement = EnforcementMode::always;
        return evaluate(world, PolicySet(cilium), {"node", "pg", Protocol::tcp, 8000}).verdict();
    };
    EXPECT_EQ(verdict({1, 19}), Verdict::allow);
    EXPECT_EQ(verdict({1, 20}), Verdict::deny);
}

TEST(Versions, LabelsOfTheTopologyMakeNoIdentitySince120) {
    const std::string spec =
        "  endpointSelector: {}\n  ingress:\n  - fromEndpoints: [{matchLabels: "
        "{io.kubernetes.pod.namespace: other, topology.kubernetes.io/zone: a}}]\n";
    World world;
    world.endpoints = {{.name = "pg", .ns = "default"},
                       {.name = "peer", .ns = "other", .labels = {{"topology.kubernetes.io/zone", "a"}}}};
    const auto verdict = [&](CiliumVersion version) {
        PolicySet policies(version);
        policies.apply(policy(spec), FieldValidation::strict);
        return evaluate(world, policies, {"peer", "pg", Protocol::tcp, 5432}).verdict();
    };
    EXPECT_EQ(verdict({1, 19}), Verdict::allow);
    EXPECT_EQ(verdict({1, 20}), Verdict::deny);
}

TEST(Versions, ARangeOfANetworkPolicyWasItsFirstPortBefore116) {
    const std::string spec = "  podSelector: {}\n  ingress: [{ports: [{port: 5000, endPort: 6000}]}]\n";
    World world;
    world.endpoints = {{.name = "pg", .ns = "default"}, {.name = "peer", .ns = "default"}};
    const auto verdict = [&](CiliumVersion version, int port) {
        PolicySet policies(version);
        policies.apply(policy(spec, "NetworkPolicy"), FieldValidation::strict);
        return evaluate(world, policies, {"peer", "pg", Protocol::tcp, port}).verdict();
    };
    EXPECT_EQ(verdict({1, 15}, 5432), Verdict::deny);
    EXPECT_EQ(verdict({1, 15}, 5000), Verdict::allow);
    EXPECT_EQ(verdict({1, 16}, 5432), Verdict::allow);
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
        ASSERT_FALSE(difference.since.empty()) << difference.text;
        EXPECT_TRUE(std::is_sorted(difference.since.begin(), difference.since.end())) << difference.text;
        EXPECT_GT(difference.since.front(), (CiliumVersion{1, 15, 0})) << difference.text;
        EXPECT_LE(difference.since.back(), newest_version) << difference.text;
    }
}

}  // namespace
}  // namespace pgreach::engine
