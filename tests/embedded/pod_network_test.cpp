#include "netns/pod_network.hpp"

#include <gtest/gtest.h>
#include <netinet/tcp.h>

#include <fstream>

#include "base/file.hpp"
#include "embedded/in_node.hpp"
#include "embedded/two_pods.hpp"

namespace pgreach::netns {
namespace {

using test::in_node;
using test::TwoPods;

TEST(PodNetwork, PodsReachEachOther) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        const TwoPods pods;
        EXPECT_TRUE(test::connected(pods.connect()));
    });
}

TEST(PodNetwork, TheNodeReachesPodsWithItsOwnAddress) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        const TwoPods pods;
        const UniqueFd socket = test::begin_connect(pods.network.node(), test::target_address, 5432);
        ASSERT_TRUE(test::connected(socket));
        sockaddr_in from{};
        socklen_t size = sizeof from;
        ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&from), &size);
        EXPECT_EQ(::ntohl(from.sin_addr.s_addr), test::node_address.number);
    });
}

TEST(PodNetwork, APodReachesItself) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        const TwoPods pods;
        EXPECT_TRUE(test::connected(test::begin_connect(pods.target, test::target_address, 5432)));
    });
}

TEST(PodNetwork, ForwardsAlsoWhereTheHostDoesNot) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        std::ofstream("/proc/sys/net/ipv4/ip_forward") << 0 << std::flush;
        ASSERT_EQ(read_file("/proc/sys/net/ipv4/ip_forward").value(), "0\n");
        const TwoPods pods;
        EXPECT_TRUE(test::connected(pods.connect()));
    });
}

// TCP's usual minimum is 200 ms: so long a connection that was cut would wait at least.
TEST(PodNetwork, ALostPacketIsSentAgainAfterMilliseconds) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        const TwoPods pods;
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(test::connected(socket));
        tcp_info state{};
        socklen_t size = sizeof state;
        ASSERT_EQ(::getsockopt(socket.get(), IPPROTO_TCP, TCP_INFO, &state, &size), 0);
        EXPECT_LT(state.tcpi_rto, 100'000U) << "microseconds";
    });
}

TEST(PodNetwork, ManyPodsAreAMatterOfMilliseconds) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        PodNetwork network = PodNetwork::create(test::node_address).value();
        int last = -1;
        for (std::uint32_t number = 0; number < 64; ++number)
            last = network.add_pod(test::peer_address + number).value();
        const UniqueFd listener = test::listen_in(last, test::peer_address + 63, 5432);
        EXPECT_TRUE(test::connected(test::begin_connect(network.node(), test::peer_address + 63, 5432)));
    });
}

}  // namespace
}  // namespace pgreach::netns
