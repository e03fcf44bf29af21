#include "world/contents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "texts.hpp"

namespace pgreach::world {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<std::string> names_of(const Contents& contents) {
    std::vector<std::string> names;
    for (size_t i = 0; i < contents.workloads.size(); ++i) names.push_back(contents.name(i));
    return names;
}

const char* const deployment =
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: api, namespace: web, labels: {of: the-deployment}}\n"
    "spec:\n"
    "  replicas: 12\n"
    "  template:\n"
    "    metadata: {labels: {app: api}}\n"
    "    spec:\n"
    "      serviceAccountName: robot\n"
    "      containers: [{name: c, ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}]}]\n";

TEST(Contents, ATemplateIsAWorkloadWithItsReplicasPortsAndAccount) {
    const auto contents = contents_of(deployment);
    ASSERT_THAT(names_of(contents), ElementsAre("web/api"));
    EXPECT_EQ(describe(contents.workloads[0].owner), "deployment web/api");
    EXPECT_EQ(contents.workloads[0].pods, 12U);
    EXPECT_THAT(contents.workloads[0].ports,
                ElementsAre(NamedPort{"", Protocol::udp, 53}, NamedPort{"http", Protocol::tcp, 8080}));
    EXPECT_THAT(contents.world.endpoints[0].labels, ElementsAre(Pair("app", "api")));
    EXPECT_EQ(contents.world.endpoints[0].service_account, "robot");
    EXPECT_THAT(contents.world.endpoints[0].named_ports, ElementsAre(NamedPort{"http", Protocol::tcp, 8080}));
}

TEST(Contents, OfAnyKindThatHasAPodTemplate) {
    const auto contents = contents_of(
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: night, namespace: a}\nspec: {jobTemplate: {spec: "
        "{template: "
        "{metadata: {labels: {app: n}}, spec: {containers: [{name: c}]}}}}}\n"
        "---\n"
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r, namespace: a}\nspec: {replicas: 2, "
        "template: "
        "{metadata: {labels: {app: r}}, spec: {containers: [{name: c}]}}}\n");
    EXPECT_THAT(names_of(contents), ElementsAre("a/night", "a/r"));
    EXPECT_EQ(contents.workloads[1].pods, 2U);
}

std::string pod(const std::string& name, const std::string& hash, const std::string& more = {}) {
    return "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " + name +
           ", namespace: web, labels: {app: api, pod-template-hash: \"" + hash +
           "\"}, ownerReferences: [{kind: ReplicaSet, name: api-" + hash + ", controller: true}]}\nspec: {" + more +
           "containers: [{name: c}]}\n";
}

TEST(Contents, PodsOfOneDeploymentAreOneWorkloadWhateverTheirReplicaSet) {
    const auto contents = contents_of(pod("api-1-x", "1") + pod("api-1-y", "1") + pod("api-2-z", "2"));
    ASSERT_THAT(names_of(contents), ElementsAre("web/api"));
    EXPECT_EQ(contents.workloads[0].pods, 3U);
    EXPECT_EQ(describe(contents.workloads[0].owner), "deployment web/api");
}

TEST(Contents, PodsThatTheAgentTellsApartAreTwoWorkloads) {
    std::string other = pod("api-1-y", "1");
    other.replace(other.find("app: api"), 8, "app: api, version: b");
    EXPECT_THAT(names_of(contents_of(pod("api-1-x", "1") + other)), ElementsAre("web/api", "web/api #2"));
    engine::AgentConfig config;
    config.labels = {"k8s:app"};
    EXPECT_THAT(names_of(contents_of(pod("api-1-x", "1") + other, {{}, config})), ElementsAre("web/api"));
}

TEST(Contents, ATemplateWhosePodsAreThereIsLeftOut) {
    const auto contents = contents_of(deployment + pod("api-1-x", "1"));
    ASSERT_THAT(names_of(contents), ElementsAre("web/api"));
    EXPECT_EQ(contents.workloads[0].pods, 1U);
}

TEST(Contents, PodsThatEndedAndPodsOfTheHostAreNoWorkloads) {
    const auto contents = contents_of(pod("api-1-x", "1", "hostNetwork: true, ") +
                                      "---\napiVersion: v1\nkind: Pod\nmetadata: {name: done, namespace: web}\nspec: "
                                      "{containers: []}\nstatus: {phase: Succeeded}\n");
    EXPECT_THAT(names_of(contents), ElementsAre());
    EXPECT_EQ(contents.on_host_network, 1U);
}

TEST(Contents, TwoKindsOfOneNameSayWhichTheyAre) {
    std::string other = deployment;
    other.replace(other.find("Deployment"), 10, "StatefulSet");
    EXPECT_THAT(names_of(contents_of(std::string(deployment) + "---\n" + other)),
                ElementsAre("web/api (Deployment)", "web/api (StatefulSet)"));
}

const char* const cluster =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\n"
    "spec: {instances: 2, inheritedMetadata: {labels: {team: data}}}\n"
    "---\n"
    "apiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata: {name: pool, namespace: db}\n"
    "spec: {instances: 3, cluster: {name: pg}, template: {metadata: {labels: {tier: pool}}}}\n";

TEST(Contents, OfAClusterComesWhatCnpgMakesOfIt) {
    const auto contents = contents_of(cluster);
    ASSERT_THAT(names_of(contents), ElementsAre("cnpg-system/cnpg-controller-manager", "db/pg-1", "db/pg-1-initdb",
                                                "db/pg-2", "db/pg-2-join", "db/pool"));
    EXPECT_TRUE(contents.workloads[0].assumed);
    const auto& primary = contents.world.endpoints[1];
    EXPECT_THAT(primary.labels, Contains(Pair("cnpg.io/instanceRole", "primary")));
    EXPECT_THAT(primary.labels, Contains(Pair("team", "data")));
    EXPECT_EQ(primary.service_account, "pg");
    EXPECT_THAT(contents.world.endpoints[3].labels, Contains(Pair("cnpg.io/instanceRole", "replica")));
    EXPECT_EQ(contents.workloads[5].pods, 3U);
    EXPECT_THAT(contents.world.endpoints[5].labels, Contains(Pair("tier", "pool")));
    ASSERT_EQ(contents.databases.size(), 1U);
    EXPECT_THAT(contents.databases[0].instances, ElementsAre(1, 3));
    EXPECT_THAT(contents.databases[0].poolers, ElementsAre(5));
    std::vector<std::string> services;
    for (const auto& service : contents.world.services) services.push_back(service.ns + "/" + service.name);
    EXPECT_THAT(services, ElementsAre("db/pg-rw", "db/pg-ro", "db/pg-r", "db/pool"));
}

TEST(Contents, JobsOfAClusterAreThereWhileTheyRun) {
    const auto contents = contents_of(cluster);
    EXPECT_TRUE(contents.workloads[2].temporary);
    EXPECT_THAT(contents.world.endpoints[2].labels, Contains(Pair("cnpg.io/jobRole", "initdb")));
    EXPECT_THAT(contents.world.endpoints[4].labels, Contains(Pair("cnpg.io/jobRole", "join")));
    EXPECT_THAT(contents.world.endpoints[4].labels, Contains(Pair("team", "data")));
    EXPECT_EQ(contents.world.endpoints[4].service_account, "pg");
}

std::vector<std::string> roles_under(const std::string& spec) {
    const auto contents = contents_of(
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\nspec: " + spec + "\n");
    std::vector<std::string> roles;
    for (const auto& endpoint : contents.world.endpoints) {
        const auto role = endpoint.labels.find("cnpg.io/jobRole");
        if (role != endpoint.labels.end()) roles.push_back(role->second);
    }
    return roles;
}

TEST(Contents, WhichJobMakesTheFirstInstanceIsForTheBootstrapToSay) {
    EXPECT_THAT(roles_under("{instances: 1}"), ElementsAre("initdb"));
    EXPECT_THAT(roles_under("{instances: 1, bootstrap: {initdb: {import: {type: microservice}}}}"),
                ElementsAre("import"));
    EXPECT_THAT(roles_under("{instances: 1, bootstrap: {recovery: {source: a}}}"), ElementsAre("full-recovery"));
    EXPECT_THAT(roles_under("{instances: 1, bootstrap: {recovery: {volumeSnapshots: {storage: {name: s}}}}}"),
                ElementsAre("snapshot-recovery"));
    EXPECT_THAT(roles_under("{instances: 1, bootstrap: {pg_basebackup: {source: a}}}"), ElementsAre("pgbasebackup"));
}

TEST(Contents, ManagedServicesOfAClusterAreAmongItsServices) {
    const auto contents = contents_of(
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\nspec: {instances: 1, "
        "managed: {services: {disabledDefaultServices: [ro, r], additional: [{selectorType: rw, serviceTemplate: "
        "{metadata: {name: outside}}}]}}}\n");
    std::vector<std::string> services;
    for (const auto& service : contents.world.services) services.push_back(service.name);
    EXPECT_THAT(services, ElementsAre("pg-rw", "outside"));
    EXPECT_EQ(contents.world.services[1].selector, contents.world.services[0].selector);
}

TEST(Contents, ParticipantsAreBesideWhatTheObjectsTell) {
    World participants;
    participants.endpoints = {{.name = "internet", .kind = EndpointKind::world},
                              {.name = "backend", .ns = "default", .labels = {{"role", "backend"}}}};
    const auto contents = make_contents(participants, objects_of(deployment), {});
    EXPECT_THAT(names_of(contents), ElementsAre("backend", "web/api"));
    EXPECT_EQ(contents.world.endpoints.at(2).name, "internet");
}

TEST(Contents, PodsOfAJobOfACronJobAreOfTheCronJob) {
    const auto contents = contents_of(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: night-29000000-abc, namespace: a, ownerReferences: [{kind: Job, "
        "name: "
        "night-29000000, controller: true}]}\nspec: {containers: [{name: c}]}\n");
    EXPECT_EQ(describe(contents.workloads.at(0).owner), "cronjob a/night");
}

TEST(Contents, PodsOfTheDatabaseThatAreThereStandForThemselves) {
    const auto contents =
        contents_of(std::string(cluster) +
                    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: pg-7, namespace: db, labels: {cnpg.io/cluster: "
                    "pg, cnpg.io/podRole: "
                    "instance}}\nspec: {containers: [{name: postgres, ports: [{containerPort: 5432}]}]}\n");
    EXPECT_THAT(names_of(contents),
                ElementsAre("cnpg-system/cnpg-controller-manager", "db/pg-2-join", "db/pg-7", "db/pool"));
    EXPECT_THAT(contents.databases[0].instances, ElementsAre(2));
}

TEST(Contents, WithoutACnpgObjectNoOperatorIsAssumed) {
    EXPECT_THAT(names_of(contents_of(deployment)), ElementsAre("web/api"));
}

}  // namespace
}  // namespace pgreach::world
