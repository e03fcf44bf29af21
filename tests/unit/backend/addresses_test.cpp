#include "backend/embedded/addresses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pgreach::backend {
namespace {

Participants participants_of(std::vector<Endpoint> endpoints) {
    Participants participants;
    for (auto& endpoint : endpoints) participants.members.push_back(Participant{std::move(endpoint)});
    return participants;
}

std::string address(const Participants& participants, const std::string& member) {
    return to_string(assign_addresses(participants).value().members.at(member));
}

TEST(Addresses, PodsLiveInTheRangeOfPodsInTheOrderOfTheParticipants) {
    const Participants participants = participants_of({{"a"}, {"b"}});
    EXPECT_EQ(address(participants, "a"), "10.244.0.2");
    EXPECT_EQ(address(participants, "b"), "10.244.0.3");
}

TEST(Addresses, MorePodsThanALastByteHasGoOnInTheNextNetwork) {
    std::vector<Endpoint> endpoints;
    for (int number = 0; number < 300; ++number) endpoints.push_back({"pod" + std::to_string(number)});
    EXPECT_EQ(address(participants_of(endpoints), "pod299"), "10.244.1.45");
}

TEST(Addresses, TheNodeHasOneOfItsOwnAlsoWithoutAMember) {
    EXPECT_EQ(to_string(assign_addresses({}).value().node), "172.18.0.2");
    EXPECT_EQ(address(participants_of({{"node", EndpointKind::host}}), "node"), "172.18.0.2");
}

TEST(Addresses, OtherNodesAndTheApiServerLiveBesideIt) {
    const Participants participants =
        participants_of({{"far", EndpointKind::remote_node}, {"api", EndpointKind::kube_apiserver}});
    EXPECT_EQ(address(participants, "far"), "172.18.0.3");
    EXPECT_EQ(address(participants, "api"), "172.18.0.4");
}

TEST(Addresses, ACidrIsStoodForByItsFirstFreeAddress) {
    const Endpoint one{"one", EndpointKind::cidr, "", {}, "203.0.113.7/32"};
    const Endpoint two{"two", EndpointKind::cidr, "", {}, "203.0.113.7/24"};
    EXPECT_EQ(address(participants_of({one, two}), "one"), "203.0.113.7");
    EXPECT_EQ(address(participants_of({one, two}), "two"), "203.0.113.8");
}

TEST(Addresses, ASmallerBlockChoosesFirst) {
    const Endpoint wide{"wide", EndpointKind::cidr, "", {}, "203.0.113.7/24"};
    const Endpoint one{"one", EndpointKind::cidr, "", {}, "203.0.113.7/32"};
    EXPECT_EQ(address(participants_of({wide, one}), "one"), "203.0.113.7");
    EXPECT_EQ(address(participants_of({{"pod"}, {"there", EndpointKind::cidr, "", {}, "10.244.0.2/32"}}), "there"),
              "10.244.0.2");
}

TEST(Addresses, ABlockWithoutAFreeAddressIsAFaultOfTheParticipants) {
    const auto book = assign_addresses(participants_of({{"node", EndpointKind::cidr, "", {}, "172.18.0.2/32"}}));
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().kind, ErrorKind::input);
    EXPECT_EQ(book.error().message,
              "node: all addresses of 172.18.0.2/32 belong to other participants or to the embedded backend's node, "
              "172.18.0.2");
}

TEST(Addresses, TheWorldIsOutsideOfEverything) {
    EXPECT_EQ(address(participants_of({{"somebody", EndpointKind::world}}), "somebody"), "198.51.100.7");
}

TEST(Addresses, ACidrOfAnotherKindIsAFaultOfTheParticipants) {
    const auto book = assign_addresses(participants_of({{"six", EndpointKind::cidr, "", {}, "fd00::7/128"}}));
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().kind, ErrorKind::input);
    EXPECT_EQ(book.error().message, "six: fd00::7/128 is no IPv4 network, and the embedded backend has no other");
}

}  // namespace
}  // namespace pgreach::backend
