#include <gtest/gtest.h>

#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

const std::string selects_app = "  endpointSelector: {matchLabels: {app: web}}\n";

TEST(Surprises, DenyRulesAloneCloseEverything) {
    const std::string deny = "  ingressDeny: [{fromEntities: [world]}]\n";
    const auto report = lint_text(cilium_policy(selects_app + deny));
    ASSERT_EQ(places(report), Texts{"7:3 deny-only"});
    EXPECT_EQ(report.findings[0].remedy, "write enableDefaultDeny: {ingress: false} if only these are to be denied");
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + "  enableDefaultDeny: {ingress: false}\n" + deny))), Texts{});
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + "  enableDefaultDeny: {ingress: true}\n" + deny))), Texts{})
        << "somebody who says so knows";
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + deny + "  ingress: [{}]\n"))), Texts{});
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + deny) + cilium_policy(every_pod + "  ingress: [{}]\n", "q"))),
              Texts{})
        << "closed anyway";
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + deny + "  egress: [{}]\n"))), Texts{"deny-only"});
    EXPECT_EQ(lint_text(cilium_policy(selects_app + deny), {.cilium = {1, 15}}).findings[0].remedy,
              "add a rule that allows the rest");
}

TEST(Surprises, WhatIsNotSomethingIsTheWorldAsWell) {
    const std::string elsewhere =
        "{fromEndpoints: [{matchExpressions: [{key: io.kubernetes.pod.namespace, operator: NotIn, values: [shop]}]}]}";
    const auto ingress = [](const std::string& rule, const Options& options = {}) {
        return lint_text(cilium_policy(selects_app + "  ingress: [" + rule + "]\n"), options);
    };
    EXPECT_EQ(codes(ingress(elsewhere)), Texts{}) << "since 1.19 peers are of the cluster";
    const auto report = ingress(elsewhere, {.cilium = {1, 18}});
    ASSERT_EQ(codes(report), Texts{"negation-selects-world"});
    EXPECT_EQ(report.findings[0].text,
              "this selects the world and nodes as well: they have no such label, which is what it asks for");
    EXPECT_EQ(codes(ingress("{fromEndpoints: [{matchExpressions: [{key: app, operator: NotIn, values: [a]}]}]}",
                            {.cilium = {1, 18}})),
              Texts{})
        << "the policy's namespace is asked for";
    const std::string not_shop = network_policy(
        "  podSelector: {matchLabels: {app: web}}\n  ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: "
        "kubernetes.io/metadata.name, operator: NotIn, values: [shop]}]}}]}]\n");
    EXPECT_EQ(codes(lint_text(not_shop, {.cilium = {1, 18}})), Texts{"negation-selects-world"});
    EXPECT_EQ(codes(lint_text(not_shop)), Texts{});
}

TEST(Surprises, NamesAreLearnedByARuleForDns) {
    const std::string fqdn = "{toFQDNs: [{matchName: a.example.com}]}";
    const std::string dns =
        "{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: kube-system}}], toPorts: [{ports: [{port: \"53\", "
        "protocol: ANY}], rules: {dns: [{matchPattern: \"*\"}]}}]}";
    const auto egress = [](const std::string& subject, const std::string& rules, const std::string& name = "p") {
        return cilium_policy(subject + "  egress: [" + rules + "]\n", name);
    };
    EXPECT_EQ(codes(lint_text(egress(selects_app, fqdn))), Texts{"names-not-learned"});
    EXPECT_EQ(codes(lint_text(egress(selects_app, fqdn + ", " + dns))), Texts{});
    EXPECT_EQ(codes(lint_text(egress(selects_app, fqdn) + egress(every_pod, dns, "q"))), Texts{});
    const std::string other = "  endpointSelector: {matchLabels: {app: other}}\n";
    EXPECT_EQ(codes(lint_text(egress(selects_app, fqdn) + egress(other, dns, "q"))), Texts{"names-not-learned"});
}

TEST(Surprises, AServiceThatIsNotThereOpensItsPorts) {
    const std::string rule =
        "  egress: [{toServices: [{k8sService: {serviceName: minio, namespace: storage}}], toPorts: [{ports: [{port: "
        "\"443\", protocol: TCP}]}]}]\n";
    const auto report = lint_text(cilium_policy(selects_app + rule));
    ASSERT_EQ(codes(report), Texts{"services-beside-ports"});
    EXPECT_NE(report.findings[0].text.find("opens 443/TCP to everyone"), std::string::npos);
    const std::string service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: minio, namespace: storage}\n";
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + rule) + service)), Texts{});
}

TEST(Surprises, APortByANameThatNoPodHas) {
    const auto named = [](const std::string& subject, const std::string& name) {
        return lint_text(cilium_policy(subject +
                                       "  ingress: [{fromEntities: [all]}, {fromEndpoints: [{matchLabels: {app: "
                                       "a}}], toPorts: [{ports: [{port: " +
                                       name + "}]}]}]\n"));
    };
    const std::string instance = "  endpointSelector: {matchLabels: {cnpg.io/podRole: instance}}\n";
    const auto report = named(instance, "postgres");
    ASSERT_EQ(codes(report).back(), "unknown-port-name");
    EXPECT_EQ(report.findings.back().remedy,
              "did you mean 'postgresql'? these pods name theirs metrics, postgresql and status");
    EXPECT_NE(codes(named(instance, "postgresql")).back(), "unknown-port-name");
    EXPECT_NE(codes(named(instances, "pgbouncer")).back(), "unknown-port-name") << "a Pooler's";
    EXPECT_NE(codes(named(selects_app, "anything")).back(), "unknown-port-name") << "nobody knows its pods";
}

TEST(Surprises, LabelsThatTheConfigurationLeavesOut) {
    const std::string policy = cilium_policy(selects_app + "  ingress: [{}]\n");
    Options options;
    options.cilium.config.labels = {"k8s:team"};
    EXPECT_EQ(codes(lint_text(policy, options)), Texts{"ignored-label"});
    const std::string zone =
        cilium_policy("  endpointSelector: {matchLabels: {topology.kubernetes.io/zone: a}}\n  ingress: [{}]\n");
    EXPECT_EQ(codes(lint_text(zone)), Texts{"ignored-label"});
    EXPECT_EQ(codes(lint_text(zone, {.cilium = {1, 19}})), Texts{}) << "since 1.20 only";
}

TEST(Surprises, ANullThatOpensIsAnError) {
    const auto report = lint_text(
        cilium_policy(selects_app + "  ingress:\n  - fromEndpoints:\n    toPorts: [{ports: [{port: \"5432\"}]}]\n"));
    ASSERT_EQ(codes(report), Texts{"null-opens"});
    EXPECT_EQ(report.errors(), 1U);
    EXPECT_EQ(report.findings[0].text,
              "'fromEndpoints' is null, and the API server drops it: then this rule ALLOWS 5432 from everyone, the "
              "world included");
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + "  ingress: [{fromEndpoints: [{matchLabels: }]}]\n"))),
              Texts{"null-opens"});
    EXPECT_EQ(codes(lint_text(cilium_policy(selects_app + "  description:\n  ingress: [{}]\n"))),
              Texts{"null-dropped"});
}

}  // namespace
}  // namespace pgreach::lint
