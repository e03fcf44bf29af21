#include "netns/drop_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "embedded/in_node.hpp"
#include "embedded/two_pods.hpp"

namespace pgreach::netns {
namespace {

using test::in_node;
using test::TwoPods;

int local_port(const UniqueFd& socket) {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&at), &size);
    return ::ntohs(at.sin_port);
}

TEST(DropLog, HasTheDroppedSynWhenConnectReturns) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        ASSERT_TRUE(pods.rules.allow({}));
        const UniqueFd socket = pods.connect();
        const Drops seen = pods.log.drain().value();
        ASSERT_EQ(seen.drops.size(), 1U);
        EXPECT_EQ(describe(seen.drops.front()),
                  "SYN 10.244.0.2:" + std::to_string(local_port(socket)) + " → 10.244.0.3:5432");
    });
}

TEST(DropLog, TellsTheCutOfAnEstablishedConnectionFromADroppedSyn) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(test::connected(socket));
        ASSERT_TRUE(pods.rules.allow({}));
        ASSERT_EQ(::send(socket.get(), "x", 1, 0), 1);
        const Drops seen = pods.log.drain().value();
        ASSERT_FALSE(seen.drops.empty());
        EXPECT_FALSE(seen.drops.front().syn);
        EXPECT_EQ(seen.drops.front().destination_port, 5432);
    });
}

TEST(DropLog, IsEmptyWhereNothingWasDropped) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        ASSERT_TRUE(pods.rules.allow({test::peer_to_target()}));
        ASSERT_TRUE(test::connected(pods.connect()));
        EXPECT_TRUE(pods.log.drain().value().drops.empty());
    });
}

// What is lost must never look like "nothing was dropped".
TEST(DropLog, SaysWhenTheKernelThrewRecordsAway) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        ASSERT_TRUE(pods.rules.allow({}));
        const int smallest = 1;
        ::setsockopt(pods.log.fd(), SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest);
        std::vector<UniqueFd> sockets;
        for (int count = 0; count < 64; ++count) sockets.push_back(pods.connect());
        EXPECT_TRUE(pods.log.drain().value().lost);
    });
}

}  // namespace
}  // namespace pgreach::netns
