#include "backend/cluster/routes.hpp"

#include <gmock/gmock.h>

namespace pgreach::backend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Target primary{
    "primary", InstanceRole::primary, {.ns = "default", .name = "db-1", .ip = "10.0.0.1", .node = "w"}};
const Target replica{
    "replica", InstanceRole::replica, {.ns = "default", .name = "db-2", .ip = "10.0.0.2", .node = "w"}};
const Seat inside{"a", "a"};
const Seat outside{"o", "o", SeatKind::process};
const Login login{"app", "appdb", "PEM", "db-rw"};
const Directory directory{{{"rw", "10.96.0.1"}}, {{"w", "172.18.0.3"}}, {{{"db-1", 5432}, 31000}}};
const CastPort postgresql{5432, Service::postgresql};
const CastPort status{8000, Service::status};

TEST(Routes, ThePrimaryIsTriedByItsAddressAndByTheServiceBehindWhichItStands) {
    const auto routes = routes_to(primary, inside, {}, postgresql, login, directory);
    ASSERT_EQ(routes.size(), 2U);
    EXPECT_EQ(routes[0].dial.address, "10.0.0.1");
    EXPECT_EQ(routes[0].dial.user, "app");
    EXPECT_EQ(routes[0].dial.database, "appdb");
    EXPECT_EQ(routes[1].dial.address, "10.96.0.1");
    EXPECT_THAT(routes[1].behind, ElementsAre("10.0.0.1:5432"));
    EXPECT_EQ(routes[1].answerer, "10.0.0.1");
}

TEST(Routes, AReplicaIsTriedByItsAddressAlone) {
    EXPECT_EQ(routes_to(replica, inside, {}, postgresql, login, directory).size(), 1U);
}

TEST(Routes, TheStatusPortIsAskedAsThePeerAsksAndProvenByTheClustersCa) {
    Member peer;
    peer.status_path = "/pg/status";
    const auto routes = routes_to(primary, inside, peer, status, login, directory);
    ASSERT_EQ(routes.size(), 1U);
    EXPECT_EQ(routes[0].dial.path, "/pg/status");
    EXPECT_EQ(routes[0].dial.ca, "PEM");
    EXPECT_EQ(routes[0].dial.server_name, "db-rw");
    EXPECT_EQ(routes[0].dial.user, "");
}

TEST(Routes, FromOutsideThroughThePortOnTheTargetsOwnNode) {
    const auto routes = routes_to(primary, outside, {}, postgresql, login, directory);
    ASSERT_EQ(routes.size(), 1U);
    EXPECT_EQ(routes[0].dial.address, "172.18.0.3");
    EXPECT_EQ(routes[0].dial.port, 31000);
    EXPECT_THAT(routes[0].behind, ElementsAre("10.0.0.1:5432"));
}

TEST(Routes, ThereIsNoneFromOutsideToAPortThatWasNotOpened) {
    EXPECT_THAT(routes_to(primary, outside, {}, status, login, directory), IsEmpty());
}

Observation seen(Observed observed, std::string reason = {}) {
    return {observed, std::move(reason), {{EvidenceKind::reply, "x"}}, {{}}};
}

TEST(Agree, OpenWhereAllWaysAre) {
    const auto together = agree({{"a", seen(Observed::open)}, {"b", seen(Observed::open)}});
    EXPECT_EQ(together.observed, Observed::open);
    EXPECT_EQ(together.attempts.size(), 2U);
    EXPECT_EQ(together.evidence.size(), 2U);
}

TEST(Agree, WaysThatDifferAreUnclearAndNamed) {
    const auto together = agree({{"10.0.0.1:5432", seen(Observed::open)}, {"service rw", seen(Observed::closed)}});
    EXPECT_EQ(together.observed, Observed::unclear);
    EXPECT_EQ(together.reason, "open by 10.0.0.1:5432 and closed by service rw");
}

TEST(Agree, OneUnclearWayMakesAllUnclearForItsReason) {
    const auto together = agree({{"a", seen(Observed::closed)}, {"b", seen(Observed::unclear, "refused")}});
    EXPECT_EQ(together.observed, Observed::unclear);
    EXPECT_EQ(together.reason, "refused");
}

TEST(Agree, NoWayIsUnclear) {
    EXPECT_EQ(agree({}).observed, Observed::unclear);
}

}  // namespace
}  // namespace pgreach::backend
