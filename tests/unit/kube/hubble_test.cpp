#include "kube/hubble.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "support/recording.hpp"

namespace pgreach::kube {
namespace {

using ::testing::ElementsAre;

std::vector<HubbleEvent> events(const std::string& name) {
    std::vector<HubbleEvent> found;
    for (const auto& line : split(support::recording(name).answer.out, '\n')) {
        if (auto event = read_hubble_line(line)) found.push_back(*std::move(event));
    }
    return found;
}

TEST(Hubble, ADropCarriesItsFiveTupleAndReason) {
    const auto drops = events("hubble-dropped");
    ASSERT_EQ(drops.size(), 24U);
    const auto& drop = drops.front();
    EXPECT_EQ(drop.verdict, HubbleEvent::Verdict::dropped);
    EXPECT_EQ(drop.source_ip, "10.244.1.194");
    EXPECT_EQ(drop.source_port, 48784);
    EXPECT_EQ(drop.destination_ip, "10.244.1.236");
    EXPECT_EQ(drop.destination_port, 5432);
    EXPECT_EQ(drop.direction, "INGRESS");
    EXPECT_EQ(describe(drop),
              "hubble: default/cluster-example-3 10.244.1.194:48784 → 10.244.1.236:5432 dropped, POLICY_DENIED");
}

TEST(Hubble, AForwardNamesThePolicyThatAllowedIt) {
    const auto forwards = events("hubble-forwarded");
    ASSERT_FALSE(forwards.empty());
    EXPECT_TRUE(forwards.front().from_policy);
    EXPECT_THAT(forwards.front().allowed_by,
                ElementsAre(PolicyId{"CiliumNetworkPolicy", "default", "postgres-access-backend-label"}));
    EXPECT_EQ(describe(forwards.front()),
              "hubble: default/backend 10.244.1.210:57054 → 10.244.1.236:5432 forwarded, allowed by "
              "CiliumNetworkPolicy default/postgres-access-backend-label");
}

TEST(Hubble, ATraceOfThePacketIsNoPolicyVerdict) {
    const auto forwards = events("hubble-forwarded");
    ASSERT_GT(forwards.size(), 1U);
    EXPECT_FALSE(forwards[1].from_policy);
    EXPECT_TRUE(forwards[1].allowed_by.empty());
}

TEST(Hubble, ThePeerOutsideIsKnownByItsReservedLabel) {
    const auto event =
        read_hubble_line(R"({"flow":{"verdict":"DROPPED","IP":{"source":"172.18.0.1","destination":"10.0.0.2"},)"
                         R"("l4":{"TCP":{"source_port":1,"destination_port":5432}},)"
                         R"("source":{"identity":2,"labels":["reserved:world"]}}})");
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->source_name, "reserved:world");
}

TEST(Hubble, ALookupThatIsDroppedIsAnEventToo) {
    const auto event =
        read_hubble_line(R"({"flow":{"verdict":"DROPPED","IP":{"source":"10.0.0.1","destination":"10.0.0.2"},)"
                         R"("l4":{"UDP":{"source_port":4000,"destination_port":53}}}})");
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->protocol, Protocol::udp);
    EXPECT_EQ(event->source_port, 4000);
    EXPECT_EQ(event->destination_port, 53);
}

TEST(Hubble, WhatIsNoFlowOfTcpOrUdpIsPassedOver) {
    EXPECT_FALSE(read_hubble_line("").has_value());
    EXPECT_FALSE(read_hubble_line("EVENTS LOST").has_value());
    EXPECT_FALSE(read_hubble_line(R"({"node_status":{}})").has_value());
    EXPECT_FALSE(read_hubble_line(R"({"flow":{"verdict":"DROPPED","l4":{"ICMPv4":{}}}})").has_value());
}

TEST(Hubble, CountsTheEventsItLost) {
    EXPECT_EQ(lost_events(R"({"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"7"}})"), 7);
    EXPECT_EQ(lost_events(R"({"flow":{}})"), 0);
}

TEST(Hubble, AnAuditedFlowIsNeitherDroppedNorForwarded) {
    const auto audited = events("hubble-audit");
    ASSERT_EQ(audited.size(), 2U);
    const auto& event = audited.front();
    EXPECT_EQ(event.verdict, HubbleEvent::Verdict::audited);
    EXPECT_TRUE(event.from_policy);
    EXPECT_EQ(describe(event),
              "hubble: default/cluster-example-1 10.244.1.182:58260 → 10.244.1.227:8000 let pass by "
              "audit mode, though policy denies it");
    EXPECT_THAT(event.source_labels, ::testing::Contains("k8s:role=primary"));
    EXPECT_THAT(event.destination_labels, ::testing::Contains("k8s:role=replica"));
}

}  // namespace
}  // namespace pgreach::kube
