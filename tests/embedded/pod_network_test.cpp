#include "netns/pod_network.hpp"

#include <gtest/gtest.h>
#include <netinet/tcp.h>

#include <fstream>

#include "base/file.hpp"
#include "embedded/in_node.hpp"
#include "embedded/two_pods.hpp"

namespace pgreach::netns {
namespace {

namespace fs = std::filesystem;

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
        const UniqueFd socket = test::begin_connect(pods.network.open_node()->get(), test::target_address, 5432);
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
        EXPECT_TRUE(test::connected(test::begin_connect(pods.target.get(), test::target_address, 5432)));
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
        for (std::uint32_t number = 0; number < 64; ++number) ASSERT_TRUE(network.add_pod(test::peer_address + number));
        const auto last = network.open(test::peer_address + 63);
        ASSERT_TRUE(last);
        const UniqueFd listener = test::listen_in(last->get(), test::peer_address + 63, 5432);
        const auto node = network.open_node();
        ASSERT_TRUE(node);
        EXPECT_TRUE(test::connected(test::begin_connect(node->get(), test::peer_address + 63, 5432)));
    });
}

size_t open_descriptors() {
    return static_cast<size_t>(std::distance(fs::directory_iterator("/proc/thread-self/fd"), {}));
}

TEST(PodNetwork, APodThatIsKeptInAFolderCostsNoDescriptorAndLeavesNoMount) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode& node) {
        const fs::path folder = node.directory / "networks";
        {
            PodNetwork network = PodNetwork::create(test::node_address, folder).value();
            const size_t before = open_descriptors();
            for (std::uint32_t number = 0; number < 8; ++number) {
                ASSERT_TRUE(network.add_pod(test::peer_address + number));
            }
            EXPECT_EQ(open_descriptors(), before);
            const auto pod = network.open(test::peer_address);
            ASSERT_TRUE(pod);
            const UniqueFd listener = test::listen_in(pod->get(), test::peer_address, 5432);
            EXPECT_TRUE(test::connected(test::begin_connect(network.open_node()->get(), test::peer_address, 5432)));
        }
        EXPECT_EQ(read_file("/proc/mounts")->find(folder.string()), std::string::npos);
    });
}

}  // namespace
}  // namespace pgreach::netns
