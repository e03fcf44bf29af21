#include "backend/cluster/routes.hpp"

#include <gmock/gmock.h>

namespace pgreach::backend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

kube::Pod instance(int number, const std::string& node) {
    const std::string digit = std::to_string(number);
    return {.ns = "default", .name = "db-" + digit, .ip = "10.0.0." + digit, .node = node};
}

const kube::Pod one = instance(1, "w");
const kube::Pod two = instance(2, "w");
const kube::Pod three = instance(3, "v");
const Target primary{"primary", InstanceRole::primary, one};
const Target replica{"replica", InstanceRole::replica, two, {three}};
const ProbeLocation inside{"a", "a"};
const ProbeLocation outside{"o", "o", LocationKind::process};
const Login login{"app", "appdb", "PEM", "db-rw"};
const Directory directory{
    {{"rw", {"10.96.0.1", {one}}}, {"ro", {"10.96.0.2", {two, three}}}, {"r", {"10.96.0.3", {one, two, three}}}},
    {{"w", "172.18.0.3"}},
    {{{"db-1", 5432}, 31000}}};
const TargetPort postgresql{5432, PortPurpose::postgresql};
const TargetPort status{8000, PortPurpose::status};

std::vector<std::string> names(const Target& target, const ProbeLocation& from, const TargetPort& port = postgresql,
                               bool alike = true) {
    std::vector<std::string> names;
    for (const auto& route : routes_to(target, from, {}, port, login, directory, alike)) names.push_back(route.name);
    return names;
}

TEST(Routes, ThePrimaryIsTriedByItsAddressAndByTheServiceBehindWhichItStands) {
    const auto routes = routes_to(primary, inside, {}, postgresql, login, directory, true);
    ASSERT_EQ(routes.size(), 2U);
    EXPECT_EQ(routes[0].dial.address, "10.0.0.1");
    EXPECT_EQ(routes[0].dial.user, "app");
    EXPECT_EQ(routes[0].dial.database, "appdb");
    EXPECT_EQ(routes[1].dial.address, "10.96.0.1");
    EXPECT_THAT(routes[1].behind, ElementsAre("10.0.0.1:5432"));
    EXPECT_THAT(routes[1].answerers, ElementsAre("10.0.0.1"));
}

TEST(Routes, AReplicaIsTriedByTheAddressOfEachAndByTheServicesThatLeadToThem) {
    EXPECT_THAT(names(replica, inside), ElementsAre("10.0.0.2:5432", "10.0.0.3:5432", "service ro", "service r"));
    const auto ro = routes_to(replica, inside, {}, postgresql, login, directory, true)[2];
    EXPECT_EQ(ro.dial.address, "10.96.0.2");
    EXPECT_THAT(ro.behind, ElementsAre("10.0.0.2:5432", "10.0.0.3:5432"));
    EXPECT_THAT(ro.answerers, ElementsAre("10.0.0.2", "10.0.0.3"));
}

TEST(Routes, WherePoliciesTellInstancesApartEachStandsForItself) {
    EXPECT_THAT(names(replica, inside, postgresql, false), ElementsAre("10.0.0.2:5432"));
    EXPECT_THAT(names(primary, inside, postgresql, false), ElementsAre("10.0.0.1:5432", "service rw"));
}

TEST(Routes, NoServiceThatMayLeadBackToTheLocationsOwnPod) {
    const ProbeLocation in_primary{"primary", "primary", LocationKind::instance, "default", "db-1", "w"};
    EXPECT_THAT(names(replica, in_primary), ElementsAre("10.0.0.2:5432", "10.0.0.3:5432", "service ro"));
}

TEST(Routes, ANodeIsOneOnlyTowardsItsOwnPods) {
    const ProbeLocation host{"node@w", "node", LocationKind::host, "default", "h", "w"};
    EXPECT_THAT(names(replica, host), ElementsAre("10.0.0.2:5432"));
    EXPECT_THAT(names(primary, host), ElementsAre("10.0.0.1:5432", "service rw"));
}

TEST(Routes, OnlyPostgresqlStandsBehindServices) {
    EXPECT_THAT(names(replica, inside, status), ElementsAre("10.0.0.2:8000", "10.0.0.3:8000"));
}

TEST(Routes, TheStatusPortIsAskedAsThePeerAsksAndProvenByTheClustersCa) {
    Participant peer;
    peer.status_path = "/pg/status";
    const auto routes = routes_to(primary, inside, peer, status, login, directory, true);
    ASSERT_EQ(routes.size(), 1U);
    EXPECT_EQ(routes[0].dial.path, "/pg/status");
    EXPECT_EQ(routes[0].dial.ca, "PEM");
    EXPECT_EQ(routes[0].dial.server_name, "db-rw");
    EXPECT_EQ(routes[0].dial.user, "");
}

TEST(Routes, FromOutsideThroughThePortOnTheTargetsOwnNode) {
    const auto routes = routes_to(primary, outside, {}, postgresql, login, directory, true);
    ASSERT_EQ(routes.size(), 1U);
    EXPECT_EQ(routes[0].dial.address, "172.18.0.3");
    EXPECT_EQ(routes[0].dial.port, 31000);
    EXPECT_THAT(routes[0].behind, ElementsAre("10.0.0.1:5432"));
}

TEST(Routes, ThereIsNoneFromOutsideToAPortThatWasNotOpened) {
    EXPECT_THAT(routes_to(primary, outside, {}, status, login, directory, true), IsEmpty());
}

}  // namespace
}  // namespace pgreach::backend
