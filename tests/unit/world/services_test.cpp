#include "world/services.hpp"

#include <gtest/gtest.h>

#include "texts.hpp"

namespace pgreach::world {
namespace {

const std::string one_pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: db, labels: {app: x}}\nspec: {containers: [{name: "
    "c}]}\n---\n";

std::string service(const std::string& spec) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: db}\nspec: {selector: {app: x}, " + spec +
           "}\n";
}

// Ports where connections to this port of the Service arrive.
std::vector<int> arrive(const std::string& spec, const std::string& port) {
    const auto objects = objects_of(one_pod + service(spec));
    const auto target = parse_target("db/s:" + port);
    EXPECT_TRUE(target) << port;
    std::vector<int> ports;
    for (const auto& arrival : behind_service(make_contents(objects, {}), objects, *target)) {
        ports.push_back(arrival.port);
    }
    return ports;
}

using Ports = std::vector<int>;

TEST(Services, APortIsMappedAndOneThatTheServiceDoesNotHaveLeadsNowhere) {
    const std::string spec = "ports: [{name: pg, port: 80, targetPort: 5432}]";
    EXPECT_EQ(arrive(spec, "80"), Ports{5432});
    EXPECT_EQ(arrive(spec, "pg"), Ports{5432});
    EXPECT_EQ(arrive(spec, "5432"), Ports{});
    EXPECT_EQ(arrive(spec, "80/udp"), Ports{});
}

TEST(Services, OneThatListsNoPortsOrIsHeadlessLeadsToThePodsOwn) {
    EXPECT_EQ(arrive("ports: []", "9187"), Ports{9187});
    const std::string headless = "clusterIP: None, ports: [{name: pg, port: 80, targetPort: 5432}]";
    EXPECT_EQ(arrive(headless, "80"), Ports{80});
    EXPECT_EQ(arrive(headless, "9187"), Ports{9187});
    EXPECT_EQ(arrive(headless, "pg"), Ports{5432});
}

}  // namespace
}  // namespace pgreach::world
