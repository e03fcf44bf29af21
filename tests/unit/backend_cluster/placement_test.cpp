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

Member pod(const std::string& name) {
    return {.endpoint = {.name = name, .ns = "default", .labels = {{"role", name}}}};
}

Cast cast() {
    Cast cast{.name = "c", .cluster = "db"};
    cast.members = {{.endpoint = {.name = "primary"}, .instance = InstanceRole::primary},
                    {.endpoint = {.name = "replica"}, .instance = InstanceRole::replica},
                    pod("a"),
                    pod("b"),
                    pod("c"),
                    {.endpoint = {.name = "node", .kind = EndpointKind::host}},
                    {.endpoint = {.name = "other-node", .kind = EndpointKind::remote_node}},
                    {.endpoint = {.name = "outside", .kind = EndpointKind::world}}};
    return cast;
}

const std::vector<kube::Pod> instances = {instance("db-3", "replica", "w"), instance("db-1", "primary", "w"),
                                          instance("db-2", "replica", "w")};
const std::vector<kube::Node> nodes = {{.name = "cp", .ready = true}, {.name = "w", .ready = true}};

std::vector<Target> targets() {
    return find_targets(cast(), instances).value();
}
std::vector<Seat> seats() {
    return place(cast(), targets(), nodes, "r1", "default");
}

TEST(FindTargets, ThePrimaryAndTheFirstReplicaByName) {
    EXPECT_EQ(targets()[0].pod.name, "db-1");
    EXPECT_EQ(targets()[1].pod.name, "db-2");
}

TEST(FindTargets, TheOtherReplicasAreTwinsOfTheFirst) {
    ASSERT_EQ(targets()[1].twins.size(), 1U);
    EXPECT_EQ(targets()[1].twins[0].name, "db-3");
    EXPECT_TRUE(targets()[0].twins.empty());
}

TEST(SeatBesideTheApiServer, IsInTheNetworkOfItsNodeAndPlaysNobody) {
    EXPECT_FALSE(seat_beside_api_server({}, "r1", "default"));
    const auto seat = seat_beside_api_server({"cp-1", "cp-2"}, "r1", "default").value();
    EXPECT_EQ(seat.kind, SeatKind::host);
    EXPECT_EQ(seat.node, "cp-1");
    EXPECT_EQ(seat.member, "");
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
    EXPECT_THAT(find_targets(cast(), going).error().message, HasSubstr("no instance of the database plays primary"));
}

TEST(Place, PeersTakeTurnsOnTheTargetsNodeAndOnAnother) {
    std::vector<std::string> where;
    for (const auto& seat : seats()) {
        if (seat.kind == SeatKind::pod) where.push_back(seat.name + " on " + seat.node);
    }
    EXPECT_THAT(where, ElementsAre("a on w", "b on cp", "c on w"));
}

TEST(Place, InstancesProbeFromTheirOwnPods) {
    EXPECT_EQ(seats()[0].kind, SeatKind::instance);
    EXPECT_EQ(seats()[0].pod, "db-1");
}

TEST(Place, TheNodeIsPlayedByTheTargetsOwn) {
    const auto all = seats();
    const Endpoint node = cast().find("node")->endpoint;
    const Seat* seat = seat_for(all, node, targets()[0]);
    ASSERT_NE(seat, nullptr);
    EXPECT_EQ(seat->kind, SeatKind::host);
    EXPECT_EQ(seat->node, "w");
}

TEST(Place, AnotherNodeIsNeverTheTargetsOwn) {
    const auto all = seats();
    EXPECT_EQ(seat_for(all, cast().find("other-node")->endpoint, targets()[0])->node, "cp");
    const auto alone = place(cast(), targets(), {{.name = "w", .ready = true}}, "r1", "default");
    EXPECT_EQ(seat_for(alone, cast().find("other-node")->endpoint, targets()[0]), nullptr);
}

TEST(Place, WhoIsOutsideProbesFromThisMachine) {
    EXPECT_EQ(seats().back().kind, SeatKind::process);
}

TEST(Place, NamesOfPodsAreUniqueAndLegal) {
    Cast strange = cast();
    strange.members = {strange.members[0], pod("Under_Score"), pod("under-score"), pod(std::string(80, 'x'))};
    const auto placed = place(strange, targets(), nodes, "r1", "default");
    EXPECT_EQ(placed[1].pod, "pgreach-r1-1-under-score");
    EXPECT_EQ(placed[2].pod, "pgreach-r1-2-under-score");
    EXPECT_EQ(placed[3].pod.size(), 63U);
}

}  // namespace
}  // namespace pgreach::backend
