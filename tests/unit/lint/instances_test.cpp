#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

const std::string instances = "  endpointSelector: {matchLabels: {cnpg.io/cluster: pg}}\n";
const std::string every_pod = "  endpointSelector: {}\n";

std::string allow(const std::string& peer, const std::string& port) {
    return "{fromEndpoints: [{" + peer + "}], toPorts: [{ports: [{port: \"" + port + "\", protocol: TCP}]}]}";
}
const std::string from_app = allow("matchLabels: {app: web}", "5432");
const std::string from_instances = allow("matchLabels: {cnpg.io/cluster: pg}", "5432");
const std::string from_operator = allow("matchLabels: {io.kubernetes.pod.namespace: cnpg-system}", "8000");

Texts lint_ingress(const std::string& subject, const std::string& rules, const Options& options = {}) {
    return codes(lint_text(cilium_policy(subject + "  ingress: [" + rules + "]\n"), options));
}

const Texts both_closed = {"replication-closed", "operator-closed"};

TEST(Instances, AllowingOnlyAnApplicationCutsReplicationAndOperator) {
    const auto report = lint_text(cilium_policy(instances + "  ingress: [" + from_app + "]\n"));
    EXPECT_EQ(places(report), (Texts{"6:3 replication-closed", "6:3 operator-closed"}));
    EXPECT_EQ(
        report.findings[0].text,
        "under this policy the instances of pg in namespace default cannot reach each other on 5432, and no other "
        "lets them: replicas stop following their primary");
    EXPECT_EQ(
        report.findings[1].remedy,
        "add to ingress: '- {fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: cnpg-system}}], toPorts: "
        "[{ports: [{port: \"8000\", protocol: TCP}]}]}'");
}

TEST(Instances, EachRuleTakesItsWarningAway) {
    EXPECT_EQ(lint_ingress(instances, from_app + ", " + from_instances), Texts{"operator-closed"});
    EXPECT_EQ(lint_ingress(instances, from_app + ", " + from_operator), Texts{"replication-closed"});
    EXPECT_EQ(lint_ingress(instances, from_app + ", " + from_instances + ", " + from_operator), Texts{});
}

TEST(Instances, PoliciesAddUp) {
    EXPECT_EQ(
        codes(lint(
            {source(cilium_policy(instances + "  ingress: [" + from_app + "]\n", "app"), "app.yaml"),
             source(cilium_policy(every_pod + "  ingress: [" + from_instances + ", " + from_operator + "]\n", "cnpg"),
                    "cnpg.yaml")},
            {})),
        Texts{});
}

TEST(Instances, ANamedPortAndAnEntityLetInAsWell) {
    EXPECT_EQ(
        lint_ingress(instances, "{fromEntities: [cluster], toPorts: [{ports: [{port: postgresql}, {port: status}]}]}"),
        Texts{});
    EXPECT_EQ(lint_ingress(instances, "{fromEntities: [all]}"), Texts{});
}

TEST(Instances, APolicyForOtherPodsIsNoMatter) {
    EXPECT_EQ(lint_ingress("  endpointSelector: {matchLabels: {app: web}}\n", "{}"), Texts{});
    EXPECT_EQ(lint_ingress("  endpointSelector: {matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: pooler}}\n", "{}"),
              Texts{});
}

TEST(Instances, ClosingReplicasAloneDoesNotStopThem) {
    EXPECT_EQ(
        lint_ingress("  endpointSelector: {matchLabels: {cnpg.io/cluster: pg, cnpg.io/instanceRole: replica}}\n", "{}"),
        Texts{});
}

TEST(Instances, WithoutDefaultDenyNothingIsClosed) {
    EXPECT_EQ(lint_ingress(instances + "  enableDefaultDeny: {ingress: false}\n", from_app), Texts{});
}

TEST(Instances, APolicyForEveryPodMayCloseInstancesThatNobodyMentions) {
    const auto report = lint_text(cilium_policy(every_pod + "  ingress: [{}]\n"));
    ASSERT_EQ(codes(report), both_closed);
    EXPECT_NE(report.findings[0].text.find("CloudNativePG's instances in namespace default, if there are any,"),
              std::string::npos);
}

TEST(Instances, OnceAClusterIsMentionedOnlyItsNamespaceCounts) {
    std::string shop = cilium_policy(every_pod + "  ingress: [{}]\n", "shop");
    shop.replace(shop.find("namespace: default"), 18, "namespace: shop");
    const std::string database =
        cilium_policy(instances + "  ingress: [" + from_instances + ", " + from_operator + "]\n");
    EXPECT_EQ(codes(lint_text(shop + database)), Texts{});
}

TEST(Instances, LettingTheOperatorInTellsThatThereAreInstances) {
    EXPECT_EQ(lint_ingress(every_pod, from_operator), Texts{"replication-closed"});
}

TEST(Instances, TheOperatorMayRunElsewhere) {
    const std::string elsewhere = allow("matchLabels: {io.kubernetes.pod.namespace: databases-operator}", "8000");
    EXPECT_EQ(lint_ingress(instances, from_instances + ", " + elsewhere), Texts{});
    const std::string own = allow("matchLabels: {app: web}", "8000");
    EXPECT_EQ(lint_ingress(instances, from_instances + ", " + own), Texts{"operator-closed"});
    EXPECT_EQ(lint_ingress(instances, from_instances + ", " + allow("", "8000"), {.operator_namespace = "default"}),
              Texts{});
}

TEST(Instances, AClusterObjectTellsTheirLabelsAndHowManyThereAre) {
    const auto cluster = [](const std::string& spec) {
        return "---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: "
               "default}\nspec: " +
               spec + "\n";
    };
    const std::string policy = cilium_policy(instances + "  ingress: [" + from_app + ", " + from_operator + "]\n");
    EXPECT_EQ(codes(lint_text(policy + cluster("{instances: 3}"))), Texts{"replication-closed"});
    EXPECT_EQ(codes(lint_text(policy + cluster("{instances: 1}"))), Texts{});
    EXPECT_EQ(codes(lint_text(policy + cluster("{instances: 3, inheritedMetadata: {labels: {app: web}}}"))), Texts{});
}

TEST(Instances, TheSubjectsOtherLabelsAreTheInstances) {
    const std::string subject = "  endpointSelector: {matchLabels: {cnpg.io/cluster: pg, team: db}}\n";
    EXPECT_EQ(lint_ingress(subject, allow("matchLabels: {team: db}", "5432") + ", " + from_operator), Texts{});
}

TEST(Instances, NetworkPoliciesAndClusterwideOnesToo) {
    const auto report =
        lint_text(network_policy("  podSelector: {matchLabels: {cnpg.io/cluster: pg}}\n  ingress: []\n"));
    ASSERT_EQ(codes(report), both_closed);
    EXPECT_EQ(report.findings[0].remedy,
              "add to ingress: '- {from: [{podSelector: {matchLabels: {cnpg.io/cluster: pg}}}], ports: [{port: 5432, "
              "protocol: TCP}]}'");
    EXPECT_EQ(
        codes(lint_text("apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: p}\nspec:\n" +
                        instances + "  ingress: [{}]\n")),
        both_closed);
}

TEST(Instances, ADenyRuleClosesAsWell) {
    const auto report = lint_text(
        cilium_policy(instances + "  enableDefaultDeny: {ingress: false}\n"
                                  "  ingressDeny: [{fromEndpoints: [{}], toPorts: [{ports: [{port: \"5432\"}]}]}]\n"));
    ASSERT_EQ(codes(report), Texts{"replication-closed"});
    EXPECT_EQ(report.findings[0].remedy, "deny wins over allow: leave this flow out of the deny rule");
}

TEST(Instances, AReplicaThatCannotGetOutWantsARuleForEgress) {
    const auto report = lint_text(cilium_policy(instances + "  egress: [{toEntities: [kube-apiserver]}]\n"));
    ASSERT_EQ(codes(report), Texts{"replication-closed"});
    EXPECT_EQ(report.findings[0].remedy,
              "add to egress: '- {toEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}], toPorts: [{ports: [{port: "
              "\"5432\", protocol: TCP}]}]}'");
    const auto other = lint_text(
        network_policy("  podSelector: {matchLabels: {cnpg.io/cluster: pg}}\n  policyTypes: [Egress]\n  egress: []\n"));
    ASSERT_EQ(codes(other), Texts{"replication-closed"});
    EXPECT_EQ(other.findings[0].remedy,
              "add to egress: '- {to: [{podSelector: {matchLabels: {cnpg.io/cluster: pg}}}], ports: [{port: 5432, "
              "protocol: TCP}]}'");
}

TEST(Instances, ARoleThatCnpgGivesTellsThatThereAreInstances) {
    for (const char* label : {"cnpg.io/podRole: instance", "cnpg.io/instanceRole: primary"}) {
        const std::string subject = "  endpointSelector: {matchLabels: {" + std::string(label) + "}}\n";
        EXPECT_EQ(lint_ingress(subject, from_app), both_closed) << label;
        EXPECT_EQ(lint_ingress(subject, from_app + ", " + from_instances + ", " + from_operator), Texts{}) << label;
    }
    EXPECT_EQ(lint_ingress("  endpointSelector: {matchLabels: {cnpg.io/podRole: pooler}}\n", from_app), Texts{});
}

}  // namespace
}  // namespace pgreach::lint
