#include "backend/cluster/placement.hpp"

#include <gmock/gmock.h>

namespace pgreach::backend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

kube::Pod instance(const std::string& name, const std::string& role, const std::string& node) {
    return {.ns = "default", .name = name, .labels = {{"cnpg.io/instanceRole", role}}, .ip = "10.0.0.1", .node = node};
}

Participant pod(const std::string& name) {
    return {.endpoint = {.name = name, .ns = "default", .labels = {{"role", name}}}};
}

Participants participants() {
    Participants participants{.name = "c", .cluster = "db"};
    participants.members = {{.endpoint = {.name = "primary"}, .instance = InstanceRole::primary},
                            {.endpoint = {.name = "replica"}, .instance = InstanceRole::replica},
                            pod("a"),
                            pod("b"),
                            pod("c"),
                            {.endpoint = {.name = "node", .kind = EndpointKind::host}},
                            {.endpoint = {.name = "other-node", .kind = EndpointKind::remote_node}},
                            {.endpoint = {.name = "outside", .kind = EndpointKind::world}}};
    return participants;
}

const std::vector<kube::Pod> instances = {instance("db-3", "replica", "w"), instance("db-1", "primary", "w"),
                                          instance("db-2", "replica", "w")};
const std::vector<kube::Node> nodes = {{.name = "cp", .ready = true}, {.name = "w", .ready = true}};

std::vector<Target> targets() {
    return find_targets(participants(), instances).value();
}
std::vector<ProbeLocation> locations() {
    return place(participants(), targets(), nodes, "r1", "default");
}

TEST(FindTargets, ThePrimaryAndTheFirstReplicaByName) {
    EXPECT_EQ(targets()[0].pod.name, "db-1");
    EXPECT_EQ(targets()[1].pod.name, "db-2");
}

TEST(FindTargets, TheOtherReplicasAreStandbysOfTheFirst) {
    ASSERT_EQ(targets()[1].standbys.size(), 1U);
    EXPECT_EQ(targets()[1].standbys[0].name, "db-3");
    EXPECT_TRUE(targets()[0].standbys.empty());
}

TEST(LocationBesideTheApiServer, IsInTheNetworkOfItsNodeAndPlaysNobody) {
    EXPECT_FALSE(location_beside_api_server({}, "r1", "default"));
    const auto location = location_beside_api_server({"cp-1", "cp-2"}, "r1", "default").value();
    EXPECT_EQ(location.kind, LocationKind::host);
    EXPECT_EQ(location.node, "cp-1");
    EXPECT_EQ(location.member, "");
}

TEST(Distinctions, AreTheValuesThatNotAllShare) {
    auto some = instances;
    for (auto& pod : some) pod.labels["cnpg.io/cluster"] = "db";
    some[0].labels["cnpg.io/instanceName"] = "db-3";
    EXPECT_THAT(distinctions(some), UnorderedElementsAre("replica", "primary", "db-3", "cnpg.io/instanceName"))
        << "a key that only some have tells them apart by itself";
}

TEST(FindTargets, AnInstanceThatIsGoingPlaysNobody) {
    auto going = instances;
    going[1].terminating = true;
    EXPECT_THAT(find_targets(participants(), going).error().message,
                HasSubstr("no instance of the database can stand for primary"));
}

TEST(Place, PeersTakeTurnsOnTheTargetsNodeAndOnAnother) {
    std::vector<std::string> where;
    for (const auto& location : locations()) {
        if (location.kind == LocationKind::pod) where.push_back(location.name + " on " + location.node);
    }
    EXPECT_THAT(where, ElementsAre("a on w", "b on cp", "c on w"));
}

TEST(Place, InstancesProbeFromTheirOwnPods) {
    EXPECT_EQ(locations()[0].kind, LocationKind::instance);
    EXPECT_EQ(locations()[0].pod, "db-1");
}

TEST(Place, TheNodeIsPlayedByTheTargetsOwn) {
    const auto all = locations();
    const Endpoint node = participants().find("node")->endpoint;
    const ProbeLocation* location = location_for(all, node, targets()[0]);
    ASSERT_NE(location, nullptr);
    EXPECT_EQ(location->kind, LocationKind::host);
    EXPECT_EQ(location->node, "w");
}

TEST(Place, AnotherNodeIsNeverTheTargetsOwn) {
    const auto all = locations();
    EXPECT_EQ(location_for(all, participants().find("other-node")->endpoint, targets()[0])->node, "cp");
    const auto alone = place(participants(), targets(), {{.name = "w", .ready = true}}, "r1", "default");
    EXPECT_EQ(location_for(alone, participants().find("other-node")->endpoint, targets()[0]), nullptr);
}

TEST(Place, WhoIsOutsideProbesFromThisMachine) {
    EXPECT_EQ(locations().back().kind, LocationKind::process);
}

TEST(Place, NamesOfPodsAreUniqueAndLegal) {
    Participants strange = participants();
    strange.members = {strange.members[0], pod("Under_Score"), pod("under-score"), pod(std::string(80, 'x'))};
    const auto placed = place(strange, targets(), nodes, "r1", "default");
    EXPECT_EQ(placed[1].pod, "pgreach-r1-1-under-score");
    EXPECT_EQ(placed[2].pod, "pgreach-r1-2-under-score");
    EXPECT_EQ(placed[3].pod.size(), 63U);
}

}  // namespace
}  // namespace pgreach::backend
