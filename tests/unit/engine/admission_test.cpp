#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "unit/engine/policies.hpp"

namespace pgreach::engine {
namespace {

Examination examined(const std::string& spec, const std::string& kind = "CiliumNetworkPolicy") {
    return examine(policy(spec, kind), FieldValidation::strict);
}
std::string agent_error(const std::string& rule) {
    return examined("  endpointSelector: {}\n  " + rule + "\n").admission.agent_error;
}
std::string schema_errors(const std::string& spec, const std::string& kind = "NetworkPolicy") {
    std::string all;
    for (const auto& error : examined(spec, kind).admission.schema_errors) all += error + "\n";
    return all;
}
const std::string invalid = "Invalid CiliumNetworkPolicy spec: ";

TEST(Admission, AFindingHasItsPlaceInTheDocument) {
    const auto fields = examined("  endpointSelector: {}\n  ingress:\n  - fromEndpoints:\n    - labelSelector: {}\n");
    ASSERT_EQ(fields.violations.size(), 1U);
    EXPECT_EQ(fields.violations[0].check, AdmissionCheck::fields);
    EXPECT_EQ(fields.violations[0].path, "spec.ingress[0].fromEndpoints[0].labelSelector");
    EXPECT_EQ(fields.violations[0].mark, (Mark{8, 7}));
    const auto agent =
        examined("  endpointSelector: {}\n  ingress:\n  - fromEndpoints: [{}]\n    fromEntities: [all]\n");
    ASSERT_EQ(agent.violations.size(), 1U);
    EXPECT_EQ(agent.violations[0].check, AdmissionCheck::agent);
    EXPECT_EQ(agent.violations[0].path, "spec.ingress[0]");
    EXPECT_EQ(agent.violations[0].mark, (Mark{7, 5}));
}

TEST(Admission, OnlyOneWayToNamePeers) {
    EXPECT_EQ(agent_error("egress: [{toCIDR: [10.0.0.0/8], toEntities: [world]}]"),
              invalid + "combining ToCIDR and ToEntities is not supported yet");
    EXPECT_EQ(
        agent_error("ingress: [{fromNodes: [{}]}]"),
        invalid + "FromNodes/ToNodes rules can only be applied when the \"enable-node-selector-labels\" flag is set");
}

TEST(Admission, PortsAreNumbersOrNames) {
    const auto port = [](const std::string& text) {
        return agent_error("ingress: [{toPorts: [{ports: [{port: \"" + text + "\"}]}]}]");
    };
    EXPECT_EQ(port("99999"),
              invalid + "unable to parse port: strconv.ParseUint: parsing \"99999\": value out of range");
    EXPECT_EQ(port("12-34"), invalid + "unable to parse port: strconv.ParseUint: parsing \"12-34\": invalid syntax");
    EXPECT_EQ(port("http-8080"), "");
    EXPECT_EQ(agent_error("ingress: [{toPorts: [{ports: [{protocol: TCP}]}]}]"), invalid + "port must be specified");
}

TEST(Admission, ExceptionsLieInsideTheirBlock) {
    EXPECT_EQ(agent_error("ingress: [{fromCIDRSet: [{cidr: 10.0.0.0/8, except: [11.0.0.0/16]}]}]"),
              invalid + "allow CIDR prefix 10.0.0.0/8 does not contain exclude CIDR prefix 11.0.0.0/16");
}

TEST(Admission, KeysOfLabelsMayHaveASource) {
    const auto key = [](const std::string& text) {
        return agent_error("ingress: [{fromEndpoints: [{matchLabels: {\"" + text + "\": x}}]}]");
    };
    EXPECT_EQ(key("k8s:app.kubernetes.io/name"), "");
    EXPECT_EQ(key("a:b:c"), invalid +
                                "invalid label selector: matchLabels: Invalid value: \"a:b:c\": a valid label key only "
                                "support ':' character as a source separator with non empty value");
    EXPECT_EQ(key("k_8:app"),
              invalid +
                  "invalid label selector: matchLabels: Invalid value: \"k_8:app\": label source should "
                  "be a non empty string with only alphanumeric characters");
}

TEST(Admission, ANamespacedPolicyMayNotSelectNodes) {
    EXPECT_EQ(examined("  nodeSelector: {}\n  ingress: [{}]\n").admission.agent_error,
              invalid + "rule cannot have NodeSelector");
    EXPECT_EQ(examined("  nodeSelector: {}\n  ingress: [{}]\n", "CiliumClusterwideNetworkPolicy").admission.result,
              AdmissionResult::accepted);
}

TEST(Admission, ANetworkPolicyIsCheckedAcrossItsFields) {
    EXPECT_EQ(
        schema_errors("  ingress: [{ports: [{endPort: 10}]}]\n"),
        "spec.ingress[0].ports[0].endPort: Invalid value: 10: may not be specified when `port` is not specified\n");
    EXPECT_EQ(schema_errors("  ingress: [{from: [{}]}]\n"),
              "spec.ingress[0].from[0]: Required value: must specify a peer\n");
    EXPECT_EQ(
        schema_errors("  egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]\n"),
        "spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`\n");
    EXPECT_EQ(
        schema_errors("  podSelector: {matchExpressions: [{key: a, operator: In}]}\n"),
        "spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or "
        "'NotIn'\n");
    EXPECT_EQ(schema_errors("  ingress: [{ports: [{port: 0}]}]\n"),
              "spec.ingress[0].ports[0].port: Invalid value: \"0\": must be between 1 and 65535, inclusive\n");
}

TEST(Admission, AKindThatNoApiServerHasIsRefused) {
    const auto examination = examined("  endpointSelector: {}\n  ingress: [{}]\n", "CiliumNetworkpolicy");
    EXPECT_EQ(examination.admission.result, AdmissionResult::refused);
    EXPECT_EQ(describe(examination.admission),
              "no matches for kind \"CiliumNetworkpolicy\" in version \"cilium.io/v2\"");
    EXPECT_EQ(examination.violations.at(0).path, "kind");
}

TEST(Admission, ARejectedUpdateLeavesTheOldRulesInForce) {
    PolicySet policies;
    policies.apply(policy("  endpointSelector: {}\n  ingress: [{}]\n"), FieldValidation::strict);
    policies.apply(policy("  endpointSelector: {}\n  ingress: []\n"), FieldValidation::strict);
    World world;
    world.endpoints = {{.name = "a", .ns = "default"}, {.name = "b", .ns = "default"}};
    EXPECT_EQ(evaluate(world, policies, {"a", "b", Protocol::tcp, 1}).verdict(), Verdict::deny);
    policies.remove(policy("  endpointSelector: {}\n  ingress: []\n"));
    EXPECT_EQ(evaluate(world, policies, {"a", "b", Protocol::tcp, 1}).verdict(), Verdict::allow);
}

}  // namespace
}  // namespace pgreach::engine
