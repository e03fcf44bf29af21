#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

// For pods that are nobody's database, so that nothing else is said of them.
const std::string selects_web = "  endpointSelector: {matchLabels: {app: web}}\n";

LintResult lint_ingress(const std::string& rules, const Options& options = {}) {
    return lint_text(cilium_policy(selects_web + "  ingress:\n" + rules), options);
}

TEST(Rules, AnEmptyListOfPeersSelectsNobody) {
    const auto report = lint_ingress("  - fromEndpoints: []\n");
    EXPECT_EQ(places(report), Texts{"8:5 empty-peer-list"});
    EXPECT_EQ(report.findings[0].text, "'fromEndpoints: []' selects nobody, so this rule never matches");
    EXPECT_EQ(codes(lint_ingress("  - fromCIDR: []\n    toPorts: [{ports: [{port: \"80\"}]}]\n")),
              Texts{"empty-peer-list"});
}

TEST(Rules, ARuleThatSaysPlainlyThatNobodyIsMeantIsFine) {
    EXPECT_EQ(codes(lint_ingress("  - {}\n")), Texts{});
    EXPECT_EQ(codes(lint_text(network_policy("  podSelector: {matchLabels: {app: web}}\n  ingress: [{from: []}]\n"))),
              Texts{});
}

TEST(Rules, ABlockWithoutAnAddressLeft) {
    const auto block = [](const std::string& cidr, const std::string& except) {
        return codes(lint_ingress("  - fromCIDRSet: [{cidr: " + cidr + ", except: [" + except + "]}]\n"));
    };
    EXPECT_EQ(block("10.0.0.0/8", "10.0.0.0/8"), Texts{"empty-cidr"});
    EXPECT_EQ(block("10.0.0.0/8", "10.0.0.0/9, 10.128.0.0/9"), Texts{"empty-cidr"});
    EXPECT_EQ(block("10.0.0.0/8", "10.0.0.0/9, 10.128.0.0/10, 10.192.0.0/10"), Texts{"empty-cidr"});
    EXPECT_EQ(block("fd00::/127", "fd00::/128, fd00::1/128"), Texts{"empty-cidr"});
    EXPECT_EQ(block("10.0.0.0/8", "10.0.0.0/9, 10.128.0.0/10"), Texts{});
    EXPECT_EQ(block("10.0.0.0/8", ""), Texts{});
}

TEST(Rules, ARangeOfPortsThatEndsBeforeItBegins) {
    const auto range = [](const std::string& port, const std::string& end) {
        return lint_ingress("  - toPorts: [{ports: [{port: \"" + port + "\", endPort: " + end +
                            ", protocol: TCP}]}]\n");
    };
    ASSERT_EQ(codes(range("5432", "5400")), Texts{"reversed-port-range"});
    EXPECT_EQ(range("5432", "5400").findings[0].text, "endPort 5400 is below port 5432: Cilium takes port 5432 alone");
    EXPECT_EQ(codes(range("5432", "5432")), Texts{});
    EXPECT_EQ(codes(range("5432", "5440")), Texts{});
}

TEST(Rules, APolicyWithoutRulesIsRejectedOrInert) {
    const std::string empty = cilium_policy(selects_web + "  ingress: []\n");
    EXPECT_EQ(codes(lint_text(empty)), Texts{"rejected"});
    EXPECT_EQ(codes(lint_text(empty, {.cilium = {1, 15}})), Texts{"no-effect"});
}

TEST(Rules, AnEmptyRuleWithoutDefaultDenyDoesNothing) {
    const std::string open = selects_web + "  enableDefaultDeny: {ingress: false}\n  ingress: ";
    EXPECT_EQ(codes(lint_text(cilium_policy(open + "[{}]\n"))), Texts{"no-effect"});
    EXPECT_EQ(codes(lint_text(cilium_policy(open + "[{fromEntities: [host]}]\n"))), Texts{});
}

TEST(Rules, TwoOfOneNameInAFileReplaceEachOther) {
    const std::string policy = cilium_policy(selects_web + "  ingress: [{}]\n");
    const auto report = lint_text(policy + policy);
    ASSERT_EQ(codes(report), Texts{"duplicate-name"});
    EXPECT_EQ(report.findings[0].text, "this replaces the CiliumNetworkPolicy default/p of line 2");
    EXPECT_EQ(codes(lint({source(policy, "a.yaml"), source(policy, "b.yaml")}, {})), Texts{})
        << "two files may be for two places";
}

TEST(Rules, ASelectorThatContradictsItself) {
    const auto report = lint_ingress(
        "  - fromEndpoints:\n    - matchLabels: {role: backend}\n      matchExpressions:\n"
        "      - {key: role, operator: NotIn, values: [backend]}\n");
    ASSERT_EQ(places(report), Texts{"9:7 contradictory-selector"});
    EXPECT_EQ(report.findings[0].text,
              "this peer can match nobody: it asks for role=backend and role!=backend at once");
    EXPECT_EQ(
        codes(lint_text(cilium_policy("  endpointSelector:\n    matchExpressions:\n    - {key: a, operator: Exists}\n"
                                      "    - {key: a, operator: DoesNotExist}\n  ingress: [{}]\n"))),
        Texts{"contradictory-selector"});
}

TEST(Rules, ASubjectOutsideThePolicysOwnNamespace) {
    EXPECT_EQ(codes(lint_text(cilium_policy(
                  "  endpointSelector: {matchLabels: {io.kubernetes.pod.namespace: other}}\n  ingress: [{}]\n"))),
              Texts{"contradictory-selector"});
}

TEST(Rules, ALabelThatNoIdentityHas) {
    const auto report = lint_ingress("  - fromEndpoints: [{matchLabels: {kubernetes.io/metadata.name: backend}}]\n");
    ASSERT_EQ(codes(report), Texts{"ignored-label"});
    EXPECT_EQ(report.findings[0].remedy,
              "that is a label of namespaces; for the pods of one, write io.kubernetes.pod.namespace: NAME");
    EXPECT_EQ(codes(lint_ingress("  - fromEndpoints: [{matchLabels: {pod-template-hash: abc}}]\n")),
              Texts{"ignored-label"});
    EXPECT_EQ(codes(lint_ingress("  - fromEndpoints: [{matchLabels: {app.kubernetes.io/name: web}}]\n")), Texts{});
    EXPECT_EQ(codes(lint_ingress("  - fromEndpoints:\n    - matchExpressions:\n"
                                 "      - {key: pod-template-hash, operator: DoesNotExist}\n")),
              Texts{});
}

}  // namespace
}  // namespace pgreach::lint
