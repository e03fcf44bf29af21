#include <gtest/gtest.h>

#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

TEST(Needs, AllowingOnlyAnApplicationClosesWhatCnpgNeeds) {
    const auto report = lint_text(cilium_policy(instances + "  ingress: [" + from_app + "]\n"));
    EXPECT_EQ(places(report), (Texts{"6:3 replication-closed", "6:3 operator-closed", "6:3 isolation-check-closed",
                                     "6:3 status-command-closed"}));
    EXPECT_EQ(report.findings[0].text,
              "under the ingress rules of this policy replicas and the job that makes a new replica cannot reach the "
              "primary on 5432 (cluster pg in namespace default), and no other policy lets this pass: replicas stop "
              "following their primary, at once; no new replica can be made, when an instance is added or rebuilt");
    EXPECT_EQ(
        report.findings[1].remedy,
        "add to ingress: '- {fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: cnpg-system}}], toPorts: "
        "[{ports: [{port: \"8000\", protocol: TCP}]}]}'");
}

TEST(Needs, EachRuleTakesItsWarningAway) {
    EXPECT_EQ(closed_ingress(instances, {from_app, from_cluster}),
              (Texts{"operator", "isolation-check", "status-command"}));
    EXPECT_EQ(closed_ingress(instances, {from_app, from_operator}),
              (Texts{"replication", "isolation-check", "status-command"}));
    EXPECT_EQ(closed_ingress(instances, {from_app, from_cluster, from_operator, from_cluster_status}),
              Texts{"status-command"});
    EXPECT_EQ(closed_ingress(instances, {from_app, all_of_cnpg}), Texts{});
}

TEST(Needs, PoliciesAddUp) {
    EXPECT_EQ(codes(lint({source(cilium_policy(instances + "  ingress: [" + from_app + "]\n", "app"), "app.yaml"),
                          source(cilium_policy(every_pod + "  ingress: [" + all_of_cnpg + "]\n", "cnpg"), "cnpg.yaml")},
                         {})),
              Texts{});
}

TEST(Needs, ANamedPortAndAnEntityLetInAsWell) {
    EXPECT_EQ(closed_ingress(instances,
                             {"{fromEntities: [cluster], toPorts: [{ports: [{port: postgresql}, {port: status}]}]}"}),
              Texts{});
    EXPECT_EQ(closed_ingress(instances, {"{fromEntities: [all]}"}), Texts{});
}

TEST(Needs, APolicyForOtherPodsIsNoMatter) {
    EXPECT_EQ(closed_ingress("  endpointSelector: {matchLabels: {app: web}}\n", {"{}"}), Texts{});
    EXPECT_EQ(closed_ingress("  endpointSelector: {matchLabels: {cnpg.io/podRole: pooler}}\n", {"{}"}), Texts{});
}

TEST(Needs, ClosingReplicasAloneDoesNotStopThemButHidesThemFromTheOperator) {
    EXPECT_EQ(closed_ingress(
                  "  endpointSelector: {matchLabels: {cnpg.io/cluster: pg, cnpg.io/instanceRole: replica}}\n", {"{}"}),
              (Texts{"operator", "isolation-check", "status-command"}));
}

TEST(Needs, TheJobThatMakesAReplicaIsNoInstance) {
    const std::string from_instances = allow("matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: instance}", "5432");
    EXPECT_EQ(closed_ingress(instances, {from_instances, from_operator, from_cluster_status, from_api_server}),
              Texts{"join"});
}

TEST(Needs, WithoutDefaultDenyNothingIsClosed) {
    EXPECT_EQ(closed_ingress(instances + "  enableDefaultDeny: {ingress: false}\n", {from_app}), Texts{});
}

TEST(Needs, APlainDefaultDenyWithoutASignOfCnpgIsSilent) {
    EXPECT_EQ(closed_ingress(every_pod, {"{}"}), Texts{});
}

TEST(Needs, WithASignOfCnpgAPolicyForEveryPodMayCloseInstancesThatNobodyMentions) {
    const std::string sign =
        "---\napiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: {name: b, namespace: default}\n";
    const auto report = lint_text(cilium_policy(every_pod + "  ingress: [{}]\n") + sign);
    ASSERT_FALSE(report.findings.empty());
    EXPECT_NE(report.findings[0].text.find("(any cluster in namespace default, if there is one)"), std::string::npos);
}

TEST(Needs, OnceAClusterIsMentionedOnlyItsNamespaceCounts) {
    std::string shop = cilium_policy(every_pod + "  ingress: [{}]\n", "shop");
    shop.replace(shop.find("namespace: default"), 18, "namespace: shop");
    EXPECT_EQ(codes(lint_text(shop + cilium_policy(instances + "  ingress: [" + all_of_cnpg + "]\n"))), Texts{});
}

TEST(Needs, LettingTheOperatorInTellsThatThereAreInstances) {
    EXPECT_EQ(closed_ingress(every_pod, {from_operator}), (Texts{"replication", "isolation-check", "status-command"}));
}

TEST(Needs, TheOperatorMayRunElsewhere) {
    const auto with = [](const std::string& peer, const Options& options = {}) {
        return closed_ingress(instances, {from_cluster, from_cluster_status, from_api_server, peer}, options);
    };
    EXPECT_EQ(with(allow("matchLabels: {io.kubernetes.pod.namespace: databases-operator}", "8000")), Texts{});
    EXPECT_EQ(with("{fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: databases-operator}}]}"), Texts{});
    EXPECT_EQ(with(allow("matchLabels: {app: web}", "8000")), Texts{"operator"});
    EXPECT_EQ(closed_ingress(instances, {from_cluster, from_api_server, allow("", "8000")},
                             {.operator_namespace = "default"}),
              Texts{});
}

TEST(Needs, AClusterObjectTellsTheirLabelsAndHowManyThereAre) {
    const std::string policy = cilium_policy(instances + "  ingress: [" + from_app + ", " + from_operator + ", " +
                                             from_api_server + ", " + from_cluster_status + "]\n");
    EXPECT_EQ(closed(policy + cluster_object("{instances: 3}")), Texts{"replication"});
    EXPECT_EQ(closed(policy + cluster_object("{instances: 1}")), Texts{});
    EXPECT_EQ(closed(policy + cluster_object("{instances: 3, inheritedMetadata: {labels: {app: web}}}")), Texts{"join"})
        << "pods of jobs inherit nothing";
}

TEST(Needs, TheIsolationCheckMayBeOff) {
    const std::string policy = cilium_policy(instances + "  ingress: [" + from_cluster + ", " + from_operator + ", " +
                                             from_api_server + "]\n");
    EXPECT_EQ(closed(policy + cluster_object("{instances: 3}")), Texts{"isolation-check"});
    EXPECT_EQ(closed(policy + cluster_object("{instances: 3, probes: {liveness: {isolationCheck: {enabled: false}}}}")),
              Texts{});
}

TEST(Needs, TheSubjectsOtherLabelsAreTheInstances) {
    const std::string subject = "  endpointSelector: {matchLabels: {cnpg.io/cluster: pg, team: db}}\n";
    EXPECT_EQ(closed_ingress(subject, {allow("matchLabels: {team: db}", "5432"), from_operator, from_cluster_status,
                                       from_api_server}),
              Texts{"join"});
}

TEST(Needs, NetworkPoliciesAndClusterwideOnesToo) {
    const auto report =
        lint_text(network_policy("  podSelector: {matchLabels: {cnpg.io/cluster: pg}}\n  ingress: []\n"));
    ASSERT_EQ(closed(report), everything_inward);
    EXPECT_EQ(report.findings[0].remedy,
              "add to ingress: '- {from: [{podSelector: {matchLabels: {cnpg.io/cluster: pg}}}], ports: [{port: 5432, "
              "protocol: TCP}]}'");
    EXPECT_EQ(closed("apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: p}\nspec:\n" +
                     instances + "  ingress: [{}]\n"),
              everything_inward);
}

TEST(Needs, ARoleThatCnpgGivesTellsThatThereAreInstances) {
    for (const char* label : {"cnpg.io/podRole: instance", "cnpg.io/instanceRole: primary"}) {
        const std::string subject = "  endpointSelector: {matchLabels: {" + std::string(label) + "}}\n";
        EXPECT_EQ(closed_ingress(subject, {from_app}).front(), "replication") << label;
        EXPECT_EQ(closed_ingress(subject, {from_app, all_of_cnpg}), Texts{}) << label;
    }
    EXPECT_EQ(closed_ingress("  endpointSelector: {matchLabels: {cnpg.io/podRole: pooler}}\n", {from_app}), Texts{});
}

}  // namespace
}  // namespace pgreach::lint
