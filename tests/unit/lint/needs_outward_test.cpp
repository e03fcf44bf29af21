#include <gtest/gtest.h>

#include <algorithm>

#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

const std::string to_cluster = "{toEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}]}";
const std::string to_api_server = "{toEntities: [kube-apiserver]}";
const std::string to_dns =
    "{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: kube-system, k8s-app: kube-dns}}], toPorts: [{ports: "
    "[{port: \"53\", protocol: ANY}]}]}";

Texts closed_egress(const Texts& rules, const std::string& objects = "", const std::string& subject = instances) {
    return closed(cilium_policy(subject + "  egress: [" + join(rules, ", ") + "]\n") + objects);
}
LintResult lint_egress(const Texts& rules, const std::string& objects = "") {
    return lint_text(cilium_policy(instances + "  egress: [" + join(rules, ", ") + "]\n") + objects);
}
std::string to_fqdn(const std::string& name) {
    return "{toFQDNs: [{" + name + "}], toPorts: [{ports: [{port: \"443\", protocol: TCP}]}]}";
}

TEST(NeedsOutward, WhatInstancesMustReach) {
    EXPECT_EQ(closed_egress({to_api_server, to_dns}), (Texts{"replication", "isolation-check"}));
    EXPECT_EQ(closed_egress({to_cluster, to_dns}), Texts{"api-server"});
    EXPECT_EQ(closed_egress({to_cluster, to_api_server}), Texts{"dns"});
    EXPECT_EQ(closed_egress({to_cluster, to_api_server, to_dns}), Texts{});
}

TEST(NeedsOutward, AReplicaThatCannotGetOutWantsARuleForEgress) {
    const auto report = lint_egress({to_api_server, to_dns});
    EXPECT_EQ(report.findings[0].remedy,
              "add to egress: '- {toEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}], toPorts: [{ports: [{port: "
              "\"5432\", protocol: TCP}]}]}'");
}

TEST(NeedsOutward, WhatANetworkPolicyCannotSayIsAPolicyBesideIt) {
    const auto report = lint_text(
        network_policy("  podSelector: {matchLabels: {cnpg.io/cluster: pg}}\n  policyTypes: [Egress]\n  egress: [{to: "
                       "[{podSelector: {}}]}, {ports: [{port: 53, protocol: UDP}]}]\n"));
    ASSERT_EQ(closed(report), Texts{"api-server"});
    EXPECT_EQ(report.findings[0].remedy,
              "apply beside it: '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: "
              "pg-to-api-server, namespace: default}, spec: {endpointSelector: {matchLabels: {cnpg.io/cluster: pg}}, "
              "egress: [{toEntities: [kube-apiserver]}]}}'");
}

TEST(NeedsOutward, TheApiServerMayListenAnywhereAndRunAnywhere) {
    for (const char* rule : {"{toEntities: [host], toPorts: [{ports: [{port: \"6443\"}]}]}",
                             "{toEntities: [remote-node], toPorts: [{ports: [{port: \"7443\"}]}]}",
                             "{toEntities: [world], toPorts: [{ports: [{port: \"443\"}]}]}",
                             "{toServices: [{k8sService: {serviceName: kubernetes, namespace: default}}]}",
                             "{toPorts: [{ports: [{port: \"6443\"}]}]}"}) {
        EXPECT_EQ(closed_egress({to_cluster, to_dns, rule}), Texts{}) << rule;
    }
    EXPECT_EQ(
        closed_egress({to_cluster, to_dns, "{toServices: [{k8sService: {serviceName: minio, namespace: default}}]}"}),
        Texts{"api-server"});
}

TEST(NeedsOutward, ABlockOfAddressesOpensTheApiServerOnlyOutsideTheCluster) {
    const auto report = lint_egress({to_cluster, to_dns, "{toCIDR: [10.96.0.1/32]}"});
    ASSERT_EQ(codes(report), Texts{"api-server-by-address"});
    EXPECT_EQ(report.findings[0].remedy, "add to egress: '- {toEntities: [kube-apiserver]}'");
}

TEST(NeedsOutward, DnsMayBeAnywhereButAmongTheInstances) {
    for (const char* rule : {"{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: my-dns}}], toPorts: [{ports: "
                             "[{port: \"53\", protocol: UDP}]}]}",
                             "{toCIDR: [169.254.20.10/32], toPorts: [{ports: [{port: \"53\"}]}]}",
                             "{toEntities: [host]}", "{toPorts: [{ports: [{port: \"53\", protocol: ANY}]}]}"}) {
        EXPECT_EQ(closed_egress({to_cluster, to_api_server, rule}), Texts{}) << rule;
    }
    EXPECT_EQ(closed_egress({to_cluster, to_api_server, "{toPorts: [{ports: [{port: \"53\", protocol: TCP}]}]}"}),
              Texts{"dns"})
        << "names are asked for by UDP";
}

const std::string store_outside = cluster_object(
    "{instances: 3, backup: {barmanObjectStore: {destinationPath: 's3://b', endpointURL: 'https://s3.example.com'}}}");

TEST(NeedsOutward, TheObjectStoreThatAClusterNames) {
    const Texts needed = {to_cluster, to_api_server, to_dns};
    const auto with = [&](const std::string& rule) {
        Texts rules = needed;
        rules.push_back(rule);
        return closed_egress(rules, store_outside);
    };
    const auto report = lint_egress(needed, store_outside);
    ASSERT_EQ(closed(report), Texts{"backup"});
    EXPECT_EQ(report.findings[0].remedy.substr(0, 80),
              "add to egress: '- {toFQDNs: [{matchName: s3.example.com}], toPorts: [{ports: [{p");
    EXPECT_NE(report.findings[0].remedy.find("rules: {dns:"), std::string::npos) << "the name must be learned";
    EXPECT_EQ(with("{toCIDR: [0.0.0.0/0], toPorts: [{ports: [{port: \"443\"}]}]}"), Texts{});
    EXPECT_EQ(with("{toGroups: [{aws: {region: eu-west-1}}]}"), Texts{});
    const auto codes_with = with(to_fqdn("matchPattern: '*.example.com'"));
    EXPECT_EQ(std::count(codes_with.begin(), codes_with.end(), "backup"), 0);
    const auto other = with(to_fqdn("matchName: s3.example.org"));
    EXPECT_EQ(std::count(other.begin(), other.end(), "backup"), 1);
}

TEST(NeedsOutward, TheObjectStoreOfThePlugin) {
    const std::string objects =
        cluster_object(
            "{instances: 3, plugins: [{name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: "
            "store}}]}") +
        "---\napiVersion: barmancloud.cnpg.io/v1\nkind: ObjectStore\nmetadata: {name: store, namespace: default}\n"
        "spec: {configuration: {destinationPath: 's3://b', endpointURL: 'http://minio.storage.svc:9000'}}\n";
    const auto report = lint_egress({to_cluster, to_api_server, to_dns}, objects);
    ASSERT_EQ(closed(report), Texts{"backup"});
    EXPECT_EQ(report.findings[0].remedy,
              "add to egress: '- {toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: storage}}], toPorts: "
              "[{ports: [{port: \"9000\", protocol: TCP}]}]}'");
    EXPECT_EQ(closed_egress({to_cluster, to_api_server, to_dns,
                             "{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: storage, app: minio}}]}"},
                            objects),
              Texts{});
}

TEST(NeedsOutward, WhatAReplicaClusterFollows) {
    const std::string follows = cluster_object(
        "{instances: 1, replica: {enabled: true, source: main}, externalClusters: [{name: main, connectionParameters: "
        "{host: main-rw.prod.svc, user: streaming_replica}}]}");
    EXPECT_EQ(closed_egress({to_api_server}, follows), Texts{"source"});
    EXPECT_EQ(
        closed_egress({to_api_server, "{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: prod}}]}"}, follows),
        Texts{});
    std::string source = cluster_object("{instances: 1}");
    source.replace(source.find("name: pg, namespace: default"), 28, "name: main, namespace: prod");
    std::string policy = network_policy(
        "  podSelector: {}\n  ingress: [{from: [{namespaceSelector: {matchLabels: "
        "{kubernetes.io/metadata.name: cnpg-system}}}]}]\n");
    policy.replace(policy.find("namespace: default"), 18, "namespace: prod");
    const auto report = lint_text(policy + follows + source);
    ASSERT_EQ(closed(report), (Texts{"source", "status-command"})) << "the other side closes it";
}

TEST(NeedsOutward, TheOperatorsHome) {
    const auto home = [](const std::string& spec, const std::string& objects = "") {
        std::string policy = cilium_policy(spec);
        policy.replace(policy.find("namespace: default"), 18, "namespace: cnpg-system");
        return closed(policy + objects);
    };
    EXPECT_EQ(home(every_pod + "  egress: [" + to_api_server + "]\n"), Texts{"operator"});
    EXPECT_EQ(home(every_pod + "  ingress: [{}]\n"), Texts{"webhook"});
    EXPECT_EQ(
        home(every_pod + "  ingress: [{fromEntities: [kube-apiserver], toPorts: [{ports: [{port: \"9443\"}]}]}]\n"),
        Texts{});
    const std::string plugin = cluster_object("{instances: 1, plugins: [{name: barman-cloud.cloudnative-pg.io}]}");
    EXPECT_EQ(home("  endpointSelector: {matchLabels: {app: barman-cloud}}\n  ingress: [{}]\n", plugin),
              Texts{"plugin"});
    EXPECT_EQ(home("  endpointSelector: {matchLabels: {app.kubernetes.io/name: cloudnative-pg}}\n  egress: "
                   "[{toEntities: [kube-apiserver]}, {toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: "
                   "default}}]}]\n",
                   plugin),
              (Texts{"plugin", "dns"}));
}

}  // namespace
}  // namespace pgreach::lint
