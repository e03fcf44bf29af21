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

}  // namespace
}  // namespace pgreach::reach
