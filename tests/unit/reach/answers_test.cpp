#include "reach/answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reach/render.hpp"
#include "unit/reach/random_world.hpp"

namespace pgreach::reach {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

const char* const three_instances =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\nspec: {instances: 3}\n"
    "---\n"
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: web}\nspec: {replicas: 12, template: "
    "{metadata: "
    "{labels: {role: backend, tier: a}}, spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}}}\n";

std::string policy(const std::string& spec) {
    return "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: pg, namespace: db}\nspec:\n" +
           spec;
}

const std::string backend_only = policy(
    "  endpointSelector: {matchLabels: {cnpg.io/podRole: instance}}\n"
    "  ingress:\n"
    "    - fromEndpoints: [{matchLabels: {role: backend, io.kubernetes.pod.namespace: web}}]\n"
    "      toPorts: [{ports: [{port: \"5432\"}]}]\n");

ReachResult report_of(const std::string& text, const Question& question = {}) {
    const auto contents = contents_of(text);
    return reach(contents, policies_of(contents), question);
}

TEST(Reach, InstancesWithTheSameAnswerAreOne) {
    const auto report = report_of(three_instances + backend_only);
    ASSERT_EQ(report.answers.size(), 1U);
    EXPECT_EQ(report.answers[0].party.describe(), "CNPG cluster db/pg, 3 pods");
    EXPECT_THAT(report.answers[0].selected_by, ElementsAre("CiliumNetworkPolicy db/pg (w.yaml)"));
}

TEST(Reach, InstancesWithAnswersOfTheirOwnAreTold) {
    const auto report =
        report_of(three_instances + policy("  endpointSelector: {matchLabels: {cnpg.io/instanceRole: replica}}\n"
                                           "  ingress: [{}]\n"));
    ASSERT_EQ(report.answers.size(), 2U);
    EXPECT_EQ(report.answers[0].party.name, "db/pg-1");
    EXPECT_TRUE(report.answers[0].ports[0].passing.unprotected);
    EXPECT_EQ(report.answers[1].party.name, "db/pg-2, db/pg-3");
    EXPECT_FALSE(report.answers[1].ports[0].passing.unprotected);
}

TEST(Reach, SaysByWhichRuleAndWhereItStands) {
    const auto report = report_of(three_instances + backend_only);
    const auto& port = report.answers[0].ports[0];
    ASSERT_EQ(port.ports.first, 5432);
    ASSERT_EQ(port.passing.groups.size(), 1U);
    EXPECT_EQ(to_text(port.passing.groups[0].near), "db/pg ingress[0] (w.yaml:17)");
    EXPECT_THAT(lines_of(port.passing.groups[0], Lists(report)), ElementsAre("deployment web/api, 12 pods"));
}

std::vector<std::string> exposed(const PortAnswer& port) {
    std::vector<std::string> texts;
    for (const auto& exposure : port.passing.exposed) {
        texts.push_back(to_text(exposure.peers));
        for (const auto& but : exposure.but) texts.push_back("but " + to_text(but));
    }
    return texts;
}

TEST(Reach, SaysWhoCould) {
    const auto report = report_of(three_instances + backend_only);
    EXPECT_THAT(exposed(report.answers[0].ports[0]),
                ElementsAre("any pod with role=backend in namespace web", "its own node"));
    EXPECT_THAT(exposed(report.answers[0].ports[1]), ElementsAre("its own node"));
}

TEST(Reach, SaysTheWidestOfThoseWhoCouldAndWhatIsDenied) {
    const auto report = report_of(
        three_instances +
        policy("  endpointSelector: {}\n"
               "  ingress: [{fromEntities: [cluster]}, {fromEndpoints: [{matchLabels: {role: backend}}]}]\n"
               "  ingressDeny: [{fromEndpoints: [{matchLabels: {tier: b, io.kubernetes.pod.namespace: web}}]}]\n"));
    EXPECT_THAT(exposed(report.answers[0].ports[0]),
                ElementsAre("Cilium's health checks", "Cilium's ingress proxy", "every pod in the cluster",
                            "but any pod with tier=b in namespace web", "its own node", "other nodes",
                            "pods that Cilium does not manage (reserved:unmanaged)",
                            "pods whose labels Cilium does not know yet (reserved:init)", "the API server"));
}

TEST(Reach, WithoutPoliciesEverythingIsUnprotected) {
    const auto report = report_of(three_instances);
    for (const auto& port : report.answers[0].ports) EXPECT_TRUE(port.passing.unprotected);
    EXPECT_THAT(to_text(report), ::testing::HasSubstr("unprotected (ingress): db/pg\n"));
}

TEST(Reach, WhatClosesNothingByDefaultProtectsNothing) {
    const std::string open = "  endpointSelector: {}\n  enableDefaultDeny: {ingress: false}\n";
    const auto report = report_of(three_instances + policy(open + "  ingress: [{fromEndpoints: [{}]}]\n"));
    EXPECT_TRUE(report.answers[0].ports[0].passing.unprotected);
    const auto denying =
        report_of(three_instances + policy(open + "  ingressDeny: [{fromEndpoints: [{matchLabels: {tier: b}}]}]\n"));
    EXPECT_FALSE(denying.answers[0].ports[0].passing.unprotected);
    EXPECT_THAT(exposed(denying.answers[0].ports[0]),
                IsSupersetOf({"every pod in the cluster", "but any pod with tier=b in namespace db"}));
}

TEST(Reach, WhatIsRequiredOfPeersNarrowsTheirClass) {
    const auto contents = contents_of(
        three_instances + policy("  endpointSelector: {}\n"
                                 "  ingress: [{fromEndpoints: [{matchLabels: {role: backend}}]}, {fromRequires: "
                                 "[{matchLabels: {tier: a}}]}]\n"));
    const auto report = reach(contents, admit(contents.policies, engine::Cilium(1, 18)), {});
    EXPECT_THAT(exposed(report.answers[0].ports[0]),
                ElementsAre("any pod with role=backend, tier=a in namespace db", "its own node"));
}

TEST(Reach, PortsThatOnlyRulesNameAreTold) {
    const auto report =
        report_of(three_instances + policy("  endpointSelector: {}\n"
                                           "  ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: "
                                           "\"7000\", endPort: 7010, protocol: TCP}]}]}]\n"));
    std::vector<std::string> ports;
    for (const auto& port : report.answers[0].ports) ports.push_back(to_text(port.ports));
    EXPECT_THAT(ports, ElementsAre("5432/TCP postgresql", "8000/TCP status", "9187/TCP metrics", "7000-7010/TCP"));
}

TEST(Reach, PoliciesWithoutEffectAreTold) {
    const auto report = report_of(three_instances + policy("  endpointSelector: {}\n  ingress: []\n"));
    ASSERT_EQ(report.not_in_force.size(), 1U);
    EXPECT_THAT(to_text(report), ::testing::HasSubstr("note: CiliumNetworkPolicy db/pg is rejected: "));
    EXPECT_TRUE(report.answers[0].ports[0].passing.unprotected);
}

std::vector<std::string> names_for(const std::string& word) {
    const auto contents = contents_of(three_instances);
    std::vector<std::string> names;
    for (const size_t workload : find_workloads(contents, word)) names.push_back(contents.name(workload));
    return names;
}

TEST(Reach, WordsMeanNamesNamespacesOwnersAndLabels) {
    EXPECT_THAT(names_for("web/api"), ElementsAre("web/api"));
    EXPECT_THAT(names_for("api"), ElementsAre("web/api"));
    EXPECT_THAT(names_for("db/pg"), ElementsAre("db/pg-1", "db/pg-2", "db/pg-3"));
    EXPECT_THAT(names_for("db/"), ElementsAre("db/pg-1", "db/pg-1-initdb", "db/pg-2", "db/pg-3", "db/pg-3-join"));
    EXPECT_THAT(names_for("db/*-2"), ElementsAre("db/pg-2"));
    EXPECT_THAT(names_for("deployment web/api"), ElementsAre("web/api"));
    EXPECT_THAT(names_for("role=backend,tier!=b"), ElementsAre("web/api"));
    EXPECT_THAT(names_for("role=backend,tier!=a"), ElementsAre());
    EXPECT_THAT(names_for("cnpg.io/instanceRole=replica"), ElementsAre("db/pg-2", "db/pg-3"));
    EXPECT_THAT(names_for("nobody"), ElementsAre());
}

TEST(Reach, OfEgressOnlyWhoListensIsReached) {
    const auto report = report_of(three_instances + backend_only, {.to = {}, .all = true, .egress = true});
    for (const auto& answer : report.answers) {
        for (const auto& port : answer.ports) {
            if (!port.ports.declared) continue;
            for (const auto& group : port.passing.groups) {
                for (const auto& party : group.parties)
                    EXPECT_EQ(port.ports.first == 80, party.name == "web/api") << party.name;
            }
        }
    }
}

}  // namespace
}  // namespace pgreach::reach
