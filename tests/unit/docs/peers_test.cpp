#include "docs/peers.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "docs/near_misses.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::docs {
namespace {

Participants derive(const std::string& spec) {
    const auto read = manifest::read(std::make_shared<const Source>(Source{
        "p.yaml", "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: apps}\nspec: " +
                      spec + "\n"}));
    return derive_participants(read.manifests, "x", {});
}

std::string names(const Participants& participants) {
    std::vector<std::string> all;
    for (const auto& member : participants.members) all.push_back(member.endpoint.name);
    return join(all, " ");
}

TEST(Peers, OneMatchesEachSelectorAndOthersNearlyDo) {
    const auto made = derive(
        "{endpointSelector: {matchLabels: {role: db}}, ingress: [{fromEndpoints: [{matchLabels: {app: web}}]}]}");
    EXPECT_EQ(
        names(made),
        "primary replica operator peer-1 peer-1-without-app peer-1-app-case peer-1-app-suffix peer-1-in-other plain "
        "plain-in-other node outside");
    EXPECT_EQ(made.find("primary")->endpoint.labels.at("role"), "db") << "instances wear what is selected";
    EXPECT_EQ(made.find("primary")->endpoint.ns, "apps");
    EXPECT_EQ(made.find("peer-1-app-case")->endpoint.labels.at("app"), "Web");
    EXPECT_EQ(made.find("peer-1-in-other")->endpoint.ns, "other");
}

TEST(Peers, OfBlocksOfAddressesStandInsideAndInExceptions) {
    const auto made = derive(
        "{endpointSelector: {}, ingress: [{fromCIDRSet: [{cidr: 198.51.100.0/24, except: [198.51.100.0/30]}]}]}");
    EXPECT_EQ(made.find("address-1")->endpoint.cidr, "198.51.100.4/32");
    EXPECT_EQ(made.find("address-1-left-out")->endpoint.cidr, "198.51.100.0/32");
}

TEST(Peers, OfEgressAreThoseThatItSelects) {
    const auto made =
        derive("{endpointSelector: {matchLabels: {role: back}}, egress: [{toEndpoints: [{matchLabels: {app: db}}]}]}");
    EXPECT_EQ(made.find("primary")->endpoint.labels.at("app"), "db");
    EXPECT_EQ(made.find("selected-1")->endpoint.labels.at("role"), "back");
}

TEST(Peers, ARefusedPolicyHasPeersAllTheSame) {
    EXPECT_EQ(names(derive("{endpointSelector: {}, ingress: []}")),
              "primary replica operator plain plain-in-other node outside");
}

TEST(Peers, PortsThatArePoliciesOwnAreServed) {
    const auto made =
        derive("{endpointSelector: {}, ingress: [{toPorts: [{ports: [{port: \"80\"}, {port: \"8000\"}]}]}]}");
    std::vector<int> numbers;
    for (const auto& port : made.ports) numbers.push_back(port.number);
    EXPECT_EQ(numbers, (std::vector<int>{5432, 8000, 80}));
}

TEST(NearMisses, AreLegal) {
    EXPECT_FALSE(is_possible("ns", {{"a", std::string(63, 'x') + "-2"}}));
    EXPECT_TRUE(is_possible("ns", {{"a", "x-2"}}));
    EXPECT_FALSE(is_possible("Not", {}));
}

}  // namespace
}  // namespace pgreach::docs
