#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

const std::string subject_web = "  endpointSelector: {matchLabels: {app: web}}\n";

// The remedy of the only error.
std::string remedy(const std::string& text) {
    const auto report = lint_text(text);
    return report.errors() == 1 ? report.findings[0].remedy : "errors: " + std::to_string(report.errors());
}
std::string in_spec(const std::string& lines) {
    return remedy(cilium_policy(lines));
}
std::string in_rule(const std::string& rule) {
    return in_spec(subject_web + "  ingress: [" + rule + "]\n");
}
std::string in_port(const std::string& port) {
    return in_rule("{toPorts: [{ports: [{" + port + "}]}]}");
}
std::string in_network_policy(const std::string& rule) {
    return remedy(network_policy("  podSelector: {matchLabels: {app: web}}\n  ingress: [" + rule + "]\n"));
}

TEST(Advice, APortIsAStringInCiliumAndANumberInKubernetes) {
    EXPECT_EQ(in_port("port: 5432"), "write the port in quotes: port: \"5432\"");
    EXPECT_EQ(in_network_policy("{ports: [{port: \"5432\"}]}"), "write the port without quotes: port: 5432");
    EXPECT_EQ(in_port("port: \"5432\", endPort: \"5440\""), "write the number without quotes: endPort: 5440");
}

TEST(Advice, NamesThatAreAlmostRight) {
    EXPECT_EQ(in_port("port: \"5432\", protocol: tcp"), "did you mean 'TCP'?");
    EXPECT_EQ(in_rule("{fromEndpoint: [{}]}"), "did you mean 'fromEndpoints'?");
    EXPECT_EQ(in_rule("{fromEntities: [Cluster]}"), "did you mean 'cluster'?");
    EXPECT_EQ(in_spec("  endpointSelector: {matchLabel: {app: web}}\n  ingress: [{}]\n"),
              "did you mean 'matchLabels'?");
    EXPECT_EQ(in_spec("  endpointSelector: {matchExpressions: [{key: app, operator: exists}]}\n  ingress: [{}]\n"),
              "did you mean 'Exists'?");
}

TEST(Advice, FieldsOfNetworkPolicyInACiliumNetworkPolicy) {
    EXPECT_EQ(in_rule("{fromEndpoints: [{podSelector: {matchLabels: {a: b}}}]}"),
              "write matchLabels and matchExpressions directly in the item, without podSelector around them");
    EXPECT_EQ(in_rule("{fromEndpoints: [{namespaceSelector: {matchLabels: {a: b}}}]}"),
              "name the namespace among the labels of the peer: matchLabels: {io.kubernetes.pod.namespace: NAME}");
    EXPECT_EQ(in_rule("{from: [{podSelector: {}}]}"),
              "'from' is NetworkPolicy's: write fromEndpoints: [{matchLabels: …}], fromEntities or fromCIDR");
    EXPECT_EQ(in_rule("{ports: [{port: 5432}]}"), "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]");
    EXPECT_EQ(in_spec(subject_web + "  policyTypes: [Ingress]\n  ingress: [{}]\n"),
              "take it out: a CiliumNetworkPolicy closes a direction by having a rule for it; 'ingress: [{}]' lets "
              "nobody in");
}

TEST(Advice, FieldsOfCiliumInANetworkPolicy) {
    EXPECT_EQ(in_network_policy("{fromEndpoints: [{}]}"), "write from: [{podSelector: {matchLabels: …}}]");
    EXPECT_EQ(in_network_policy("{toPorts: [{ports: []}]}"), "write ports: [{port: 5432, protocol: TCP}]");
}

TEST(Advice, AFieldAtTheWrongPlaceIsToldItsOwn) {
    EXPECT_EQ(in_spec(subject_web + "  ingress: [{}]\n  toPorts: [{}]\n"),
              "'toPorts' stands elsewhere, as spec.ingress[].toPorts: look at the indentation");
    EXPECT_EQ(in_rule("{fromEndpoints: [{role: backend}]}"),
              "a label stands below matchLabels: {matchLabels: {role: backend}}");
    EXPECT_EQ(
        in_spec(subject_web + "  nonsense: 1\n  ingress: [{}]\n"),
        "take it out; what may stand there: description, endpointSelector, nodeSelector, ingress, ingressDeny, egress, "
        "egressDeny, enableDefaultDeny, labels, log");
}

TEST(Advice, ValuesOfTheWrongType) {
    EXPECT_EQ(in_spec("  endpointSelector: {matchLabels: {app: yes}}\n  ingress: [{}]\n"),
              "write the value in quotes: app: \"yes\"");
    EXPECT_EQ(in_rule("{fromEntities: cluster}"), "write a list: fromEntities: [cluster]");
    EXPECT_EQ(in_rule("{fromEndpoints: {matchLabels: {a: b}}}"),
              "write a list: '- ' before the first key of each item");
    EXPECT_EQ(in_spec("  endpointSelector: []\n  ingress: [{}]\n"), "write a map: no '- ' before its keys");
    EXPECT_EQ(in_spec("  endpointSelector:\n  ingress: [{}]\n"),
              "write 'endpointSelector: {}' for every pod, or matchLabels below it: null is as good as nothing");
    EXPECT_EQ(in_spec(subject_web + "  ingress:\n"), "write 'ingress: [{}]' to close it: null is as good as nothing");
    EXPECT_EQ(in_rule("{fromCIDR: [10.0.0.1]}"), "write the length of the prefix: 10.0.0.1/32 is one address");
}

TEST(Advice, WhatIsMissing) {
    EXPECT_EQ(in_spec("  ingress: [{}]\n"),
              "add endpointSelector: {} is every pod of the namespace, matchLabels below it are fewer");
    EXPECT_EQ(in_spec(subject_web), "add rules; 'ingress: [{}]' closes ingress for everyone");
    EXPECT_EQ(in_spec("  endpointSelector: {matchExpressions: [{key: app}]}\n  ingress: [{}]\n"), "add 'operator:'");
}

TEST(Advice, WhatTheAgentRejects) {
    EXPECT_EQ(in_spec(subject_web + "  egress: []\n").substr(0, 20), "write 'egress: [{}]'");
    EXPECT_EQ(in_rule("{fromEndpoints: [{}], fromCIDR: [10.0.0.0/8]}"),
              "write a rule of its own for each kind of peer: '- fromEndpoints: …' and '- fromCIDR: …'");
    EXPECT_EQ(in_spec("  endpointSelector: {matchExpressions: [{key: app, operator: In}]}\n  ingress: [{}]\n"),
              "add values: [\"…\"], or write operator: Exists");
    EXPECT_EQ(in_port("port: \"99999\""), "ports go from 1 to 65535");
}

TEST(Advice, KindsAndVersionsThatDoNotExist) {
    const std::string rest = "metadata: {name: p}\nspec: {}\n";
    EXPECT_EQ(remedy("apiVersion: cilium.io/v2\nkind: CiliumNetworkpolicy\n" + rest),
              "write 'kind: CiliumNetworkPolicy'");
    EXPECT_EQ(remedy("apiVersion: cilium.io/v2\nkind: CiliumClusterNetworkPolicy\n" + rest),
              "write 'kind: CiliumClusterwideNetworkPolicy'");
    EXPECT_EQ(remedy("apiVersion: cilium.io/v1\nkind: CiliumNetworkPolicy\n" + rest),
              "write 'apiVersion: cilium.io/v2'");
    EXPECT_EQ(remedy("apiVersion: extensions/v1beta1\nkind: NetworkPolicy\n" + rest),
              "write 'apiVersion: networking.k8s.io/v1'");
    EXPECT_EQ(remedy("kind: CiliumNetworkPolicy\n" + rest), "write, for example, 'apiVersion: cilium.io/v2'");
}

TEST(Advice, SomebodyElsesKindOfTheSameNameIsSkipped) {
    const auto report = lint_text("apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: p}\n");
    EXPECT_TRUE(report.findings.empty());
    EXPECT_EQ(report.skipped, 1U);
    EXPECT_EQ(report.policies, 0U);
}

TEST(Advice, AListThatMayHoldNothingIsLeftOut) {
    const auto report = lint_text(
        cilium_policy(subject_web + "  ingress: [{fromEndpoints: [{}], fromRequires: [{matchLabels: {a: b}}]}]\n"));
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings[0].remedy, "leave the field out: nothing may stand in it");
}

}  // namespace
}  // namespace pgreach::lint
