#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

const std::string web = "  endpointSelector: {matchLabels: {app: web}}\n";
const std::string on_80 = ", toPorts: [{ports: [{port: \"80\", protocol: TCP}]}]";
const std::string on_all = ", toPorts: [{ports: [{port: \"0\", protocol: ANY}]}]";

std::string peers(const std::string& list, const std::string& rest = on_80) {
    return "{fromEndpoints: [" + list + "]" + rest + "}";
}
const std::string backend = "{matchLabels: {role: backend}}";
const std::string backend_of_prod = "{matchLabels: {role: backend, env: prod}}";

LintResult lint_rules(const std::string& rules, const std::string& section = "ingress") {
    return lint_text(cilium_policy(web + "  " + section + ": [" + rules + "]\n"));
}

TEST(Overlaps, ANarrowerItemOfTheSameListIsSuperfluous) {
    const auto report = lint_rules(peers(backend_of_prod + ", " + backend));
    ASSERT_EQ(codes(report), Texts{"covered-peer"});
    EXPECT_EQ(
        report.findings[0].text,
        "superfluous: another item of this list already allows all that this item allows (env=prod, role=backend)");
}

TEST(Overlaps, OfTwoEqualItemsTheLaterIsSuperfluous) {
    const auto report = lint_rules(peers(backend) + ", " + peers(backend));
    ASSERT_EQ(codes(report), Texts{"covered-peer"});
    EXPECT_EQ(report.findings[0].text,
              "superfluous: default/p ingress[0] already allows all that this item allows (role=backend)");
}

TEST(Overlaps, AnotherPolicyMayCoverAnItem) {
    const auto report =
        lint_text(cilium_policy(web + "  ingress: [" + peers(backend) + "]\n", "narrow") +
                  cilium_policy("  endpointSelector: {}\n  ingress: [" + peers("{}", on_all) + "]\n", "wide"));
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings[0].code, "covered-peer");
    EXPECT_NE(report.findings[0].text.find("default/wide ingress[0]"), std::string::npos);
}

TEST(Overlaps, WhatDiffersInPeerPortDirectionOrSubjectIsNotSuperfluous) {
    EXPECT_EQ(codes(lint_rules(peers(backend) + ", " + peers("{matchLabels: {role: frontend}}"))), Texts{});
    EXPECT_EQ(codes(lint_rules(peers(backend, on_all) + ", " + peers(backend, ""))), Texts{"covered-peer"});
    EXPECT_EQ(codes(lint_rules(peers(backend) + ", " + peers("{}", ", toPorts: [{ports: [{port: \"81\"}]}]"))),
              Texts{});
    EXPECT_EQ(
        codes(lint_text(
            cilium_policy(web + "  ingress: [" + peers(backend) + "]\n", "a") +
            cilium_policy("  endpointSelector: {matchLabels: {app: db}}\n  ingress: [" + peers(backend) + "]\n", "b"))),
        Texts{});
}

TEST(Overlaps, LayerSevenRulesAreMoreThanPeersAndPorts) {
    const std::string http = ", toPorts: [{ports: [{port: \"80\", protocol: TCP}], rules: {http: [{path: /health}]}}]";
    EXPECT_EQ(codes(lint_rules(peers(backend, http) + ", " + peers(backend))), Texts{});
    EXPECT_EQ(codes(lint_rules(peers(backend) + ", " + peers(backend_of_prod, http))), Texts{});
}

TEST(Overlaps, AnEntityCoversThePodsInIt) {
    EXPECT_EQ(codes(lint_rules(peers(backend) + ", {fromEntities: [cluster]" + on_80 + "}")), Texts{"covered-peer"});
    EXPECT_EQ(codes(lint_rules("{fromEntities: [world]" + on_80 + "}, {fromCIDR: [10.0.0.0/8]" + on_80 + "}")),
              Texts{"covered-peer"});
    EXPECT_EQ(codes(lint_rules("{fromEntities: [cluster]" + on_80 + "}, {fromCIDR: [10.0.0.0/8]" + on_80 + "}")),
              Texts{})
        << "addresses are outside the cluster";
}

TEST(Overlaps, AnEntityCoversTheSmallerOneBeforeOrAfterIt) {
    EXPECT_EQ(places(lint_rules("{fromEntities: [host]}, {fromEntities: [cluster]}")), Texts{"7:29 covered-peer"});
    EXPECT_EQ(places(lint_rules("{fromEntities: [cluster]}, {fromEntities: [host]}")), Texts{"7:56 covered-peer"});
    EXPECT_EQ(places(lint_rules("{fromEntities: [cluster]}, {fromEntities: [cluster]}")), Texts{"7:56 covered-peer"});
}

TEST(Overlaps, ABlockCoversTheBlocksInItButForItsExceptions) {
    const auto blocks = [](const std::string& sets) {
        return codes(lint_rules("{fromCIDRSet: [" + sets + "]" + on_80 + "}"));
    };
    EXPECT_EQ(blocks("{cidr: 10.0.0.0/8}, {cidr: 10.1.0.0/16}"), Texts{"covered-peer"});
    EXPECT_EQ(blocks("{cidr: 10.0.0.0/8, except: [10.1.0.0/24]}, {cidr: 10.1.0.0/16}"), Texts{});
    EXPECT_EQ(blocks("{cidr: 10.0.0.0/8, except: [10.1.0.0/24]}, {cidr: 10.1.0.0/16, except: [10.1.0.0/20]}"),
              Texts{"covered-peer"});
}

// Or the warning would come anew once the wider item is taken out.
TEST(Overlaps, OfWhatIsDeniedAndCoveredTheDenialIsTold) {
    const std::string deny = "  ingressDeny: [{fromEntities: [all]}]\n";
    const auto report =
        lint_text(cilium_policy(web + "  ingress: [{fromCIDR: [\"0.0.0.0/0\", \"203.0.113.7/32\"]}]\n" + deny));
    EXPECT_EQ(codes(report), (Texts{"always-denied", "always-denied"}));
}

TEST(Overlaps, WhatADenyRuleTakesOutIsNeverAllowed) {
    const std::string deny = "  ingressDeny: [{fromEndpoints: [" + backend + "]}]\n";
    const auto report = lint_text(cilium_policy(web + "  ingress: [" + peers(backend_of_prod) + "]\n" + deny));
    ASSERT_EQ(codes(report), Texts{"always-denied"});
    EXPECT_EQ(report.findings[0].text,
              "this never allows anything: default/p ingressDeny[0] denies all of it (env=prod, role=backend)");
    EXPECT_EQ(codes(lint_text(cilium_policy(web + "  ingress: [" + peers("{}") + "]\n" + deny))), Texts{});
}

TEST(Overlaps, NetworkPoliciesCountAsWell) {
    const std::string subject = "  podSelector: {matchLabels: {app: web}}\n";
    EXPECT_EQ(codes(lint_text(
                  network_policy(subject + "  ingress: [{from: [{podSelector: {matchLabels: {role: b}}}]}]\n", "a") +
                  network_policy(subject + "  ingress: [{from: [{podSelector: {}}]}]\n", "b"))),
              Texts{"covered-peer"});
}

}  // namespace
}  // namespace pgreach::lint
