#include <gtest/gtest.h>

#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

const std::string pooler_object =
    "---\napiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata: {name: pg-rw, namespace: default}\nspec: "
    "{cluster: {name: pg}, type: rw, monitoring: {enablePodMonitor: true}}\n";
const std::string only_instances =
    "  endpointSelector: {matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: instance}}\n";

TEST(NeedsOfOthers, APoolerReachesTheInstances) {
    const std::string rules = join({allow("matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: instance}", "5432"),
                                    from_operator, from_cluster_status, from_api_server},
                                   ", ");
    const auto report = lint_text(cilium_policy(only_instances + "  ingress: [" + rules + "]\n") + pooler_object);
    EXPECT_EQ(closed(report), (Texts{"join", "pooler"}));
    EXPECT_EQ(report.findings[1].remedy,
              "add to ingress: '- {fromEndpoints: [{matchLabels: {cnpg.io/poolerName: pg-rw}}], toPorts: [{ports: "
              "[{port: \"5432\", protocol: TCP}]}]}'");
}

TEST(NeedsOfOthers, APoolerMustGetOutAndBeScraped) {
    EXPECT_EQ(closed(cilium_policy("  endpointSelector: {matchLabels: {cnpg.io/poolerName: pg-rw}}\n  egress: "
                                   "[{toEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}]}]\n") +
                     pooler_object),
              (Texts{"api-server", "dns"}));
    EXPECT_EQ(closed(cilium_policy("  endpointSelector: {matchLabels: {cnpg.io/poolerName: pg-rw}}\n  ingress: "
                                   "[{fromEndpoints: [{matchLabels: {app: web}}], toPorts: [{ports: [{port: "
                                   "\"5432\"}]}]}]\n") +
                     pooler_object),
              Texts{"metrics"});
}

TEST(NeedsOfOthers, MetricsAreAskedForByAPodMonitorOrTheCluster) {
    const std::string policy = cilium_policy(instances + "  ingress: [" + all_of_cnpg + "]\n");
    const std::string monitor =
        "---\napiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: m, namespace: default}\nspec: "
        "{selector: {matchLabels: {cnpg.io/cluster: pg}}}\n";
    EXPECT_EQ(closed(policy), Texts{});
    EXPECT_EQ(closed(policy + monitor), Texts{"metrics"});
    EXPECT_EQ(closed(policy + cluster_object("{instances: 3, monitoring: {enablePodMonitor: true}}")),
              Texts{"metrics"});
    const std::string scraped = cilium_policy(instances + "  ingress: [" + all_of_cnpg + ", " +
                                              allow("matchLabels: {io.kubernetes.pod.namespace: obs}", "9187") + "]\n");
    EXPECT_EQ(closed(scraped + monitor), Texts{}) << "whoever is let in there may be Prometheus";
}

TEST(NeedsOfOthers, OnlyADenyRuleKeepsTheKubeletOut) {
    const auto report = lint_text(
        cilium_policy(instances + "  enableDefaultDeny: {ingress: false}\n  ingressDeny: [{fromEntities: [host]}]\n"));
    ASSERT_EQ(closed(report), Texts{"probes"});
    EXPECT_EQ(report.findings[0].remedy, "deny wins over allow: leave this flow out of default/p ingressDeny[0]");
}

TEST(NeedsOfOthers, ADenyRuleClosesAsWell) {
    const auto report = lint_text(
        cilium_policy(instances + "  enableDefaultDeny: {ingress: false}\n"
                                  "  ingressDeny: [{fromEndpoints: [{}], toPorts: [{ports: [{port: \"5432\"}]}]}]\n"));
    ASSERT_EQ(closed(report), Texts{"replication"});
    EXPECT_EQ(report.findings[0].remedy, "deny wins over allow: leave this flow out of default/p ingressDeny[0]");
}

TEST(NeedsOfOthers, WhereNoDenyRuleMatchesTheDefaultDenyIsToBlame) {
    const auto report = lint_text(
        cilium_policy(instances + "  ingressDeny: [{fromEndpoints: [{}], toPorts: [{ports: [{port: \"5432\"}]}]}]\n"));
    ASSERT_EQ(closed(report).front(), "replication");
    EXPECT_EQ(report.findings[0].remedy.substr(0, 86),
              "deny wins over allow: leave this flow out of default/p ingressDeny[0], and add to ingr")
        << "narrowed alone it would still be closed";
    EXPECT_NE(report.findings[1].remedy.find("or write enableDefaultDeny: {ingress: false}"), std::string::npos);
}

TEST(NeedsOfOthers, APolicyForAllPodsIsNotWidenedForTheInstances) {
    const auto report = lint_text(cilium_policy(every_pod + "  ingress: [" + from_operator + ", " +
                                                from_cluster_status + ", " + from_api_server + "]\n"));
    ASSERT_EQ(closed(report), Texts{"replication"});
    EXPECT_EQ(report.findings[0].remedy,
              "apply beside it: '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: "
              "pg-from-cluster-5432, namespace: default}, spec: {endpointSelector: {matchLabels: {cnpg.io/cluster: "
              "pg}}, ingress: [{fromEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}], toPorts: [{ports: [{port: "
              "\"5432\", protocol: TCP}]}]}]}}'");
}

}  // namespace
}  // namespace pgreach::lint
