#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/cnpg.hpp"
#include "reach/needs.hpp"
#include "unit/reach/random_world.hpp"

namespace pgreach::reach {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;

// Participants as a scenario's file lists them.
World participants() {
    World world;
    const auto add = [&world](const std::string& name, const std::string& ns, Labels labels) {
        world.endpoints.push_back({.name = name, .ns = ns, .labels = std::move(labels)});
    };
    add("primary", "db", cnpg::instance_labels("pg", 1, cnpg::primary_role));
    add("replica", "db", cnpg::instance_labels("pg", 2, cnpg::replica_role));
    add("operator", "cnpg-system", cnpg::operator_labels());
    add("stranger", "db", cnpg::instance_labels("other", 1, cnpg::replica_role));
    world.endpoints.push_back({.name = "node", .kind = EndpointKind::host});
    return world;
}

std::vector<UnmetNeed> needs_under(const std::string& policies) {
    auto objects = world::read_objects({{std::make_shared<const Source>(Source{"w.yaml", policies})}});
    const auto contents = world::make_contents(participants(), objects, {});
    return find_unmet_needs(contents, policies_of(contents));
}

const std::string own_cluster =
    "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: own, namespace: db}\nspec: "
    "{endpointSelector: "
    "{matchLabels: {cnpg.io/cluster: pg}}, ingress: [{fromEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}]}]}\n";

TEST(WorldNeeds, WithoutPoliciesEachIsMet) {
    EXPECT_THAT(needs_under(""), IsEmpty());
}

TEST(WorldNeeds, OneThatAPolicyClosesNamesThePolicy) {
    const auto needs = needs_under(own_cluster);
    EXPECT_THAT(needs, Contains(Field(&UnmetNeed::text, "operator cannot reach primary on 8000")));
    ASSERT_FALSE(needs.empty());
    EXPECT_EQ(needs[0].policy, "CiliumNetworkPolicy db/own");
    EXPECT_EQ(needs[0].file, "w.yaml");
    EXPECT_EQ(needs[0].line, 1);
}

TEST(WorldNeeds, PodsOfAnotherClusterAreNotNeeded) {
    EXPECT_THAT(needs_under(own_cluster), Not(Contains(Field(&UnmetNeed::name, "replication"))));
}

std::vector<UnmetNeed> needs_of(const std::string& text, const engine::Cilium& cilium = {}) {
    const auto objects = world::read_objects({{std::make_shared<const Source>(Source{"w.yaml", text})}});
    return find_unmet_needs(objects, world::make_contents(objects, cilium), cilium);
}

const std::string database =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\nspec: {instances: "
    "3}\n---\n";

// Rules of a policy for every pod of its namespace that let the instances, the API server and this namespace in.
std::string closed_but_for(const std::string& ns) {
    return "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: own, namespace: db}\nspec: "
           "{endpointSelector: {matchLabels: {cnpg.io/cluster: pg}}, ingress: [{fromEndpoints: [{matchLabels: "
           "{cnpg.io/cluster: pg}}]}, {fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: " +
           ns + "}}]}, {fromEntities: [kube-apiserver, health]}]}\n---\n";
}

const std::string other_operator =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: manager, namespace: pgops}\nspec: {template: {metadata: "
    "{labels: {app.kubernetes.io/name: cloudnative-pg}}, spec: {containers: [{name: c}]}}}\n";

TEST(WorldNeeds, TheOperatorIsWhereTheWorldHasIt) {
    EXPECT_THAT(needs_of(database + closed_but_for("pgops") + other_operator),
                Not(Contains(Field(&UnmetNeed::name, "operator"))));
    EXPECT_THAT(needs_of(database + closed_but_for("cnpg-system") + other_operator),
                Contains(Field(&UnmetNeed::name, "operator")));
}

TEST(WorldNeeds, APolicyForNamespacesByTheirLabelsIsForTheirDatabases) {
    const std::string clusterwide =
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: db, labels: {team: data}}\n---\n"
        "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: own}\nspec: "
        "{endpointSelector: {matchLabels: {io.cilium.k8s.namespace.labels.team: data}}, ingress: [{}]}\n";
    EXPECT_THAT(needs_of(database + clusterwide), Contains(Field(&UnmetNeed::name, "replication")));
}

TEST(WorldNeeds, AgentsThatEnforceAlwaysCloseWithoutAPolicy) {
    engine::AgentConfig always;
    always.enforcement = engine::EnforcementMode::always;
    EXPECT_THAT(needs_of(database), IsEmpty());
    const auto needs = needs_of(database, engine::Cilium({}, always));
    ASSERT_THAT(needs, Contains(Field(&UnmetNeed::name, "replication")));
    EXPECT_EQ(needs[0].policy, "");
}

}  // namespace
}  // namespace pgreach::reach
