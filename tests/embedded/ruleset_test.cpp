#include "netns/ruleset.hpp"

#include <gtest/gtest.h>

#include <array>

#include "embedded/in_node.hpp"
#include "embedded/two_pods.hpp"

namespace pgreach::netns {
namespace {

using test::in_node;
using test::peer_to_target;
using test::TwoPods;

constexpr int soon_ms = 30;  // for what must not happen; what must happen gets seconds

// The target's end of a connection that the peer has opened.
UniqueFd accepted(const TwoPods& pods) {
    return UniqueFd(::accept4(pods.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
}

bool arrives(const UniqueFd& from, const UniqueFd& to, int limit_ms) {
    if (::send(from.get(), "x", 1, MSG_NOSIGNAL) != 1) return false;
    std::array<char, 16> bytes{};
    return test::becomes(to.get(), POLLIN, limit_ms) && ::recv(to.get(), bytes.data(), bytes.size(), 0) > 0;
}

TEST(Ruleset, LetsAllPassUntilTheFirstSwap) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        const TwoPods pods;
        EXPECT_TRUE(test::connected(pods.connect()));
    });
}

TEST(Ruleset, DropsInSilenceWhatIsNotAllowed) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        ASSERT_TRUE(pods.rules.allow({}));
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(socket);
        EXPECT_FALSE(test::becomes(socket.get(), POLLOUT, soon_ms));
    });
}

TEST(Ruleset, AllowsByBothAddressesAndThePort) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        const UniqueFd other_port = test::listen_in(pods.target.get(), test::target_address, 8000);
        ASSERT_TRUE(pods.rules.allow({peer_to_target()}));
        EXPECT_TRUE(test::connected(pods.connect()));
        EXPECT_FALSE(test::connected(test::begin_connect(pods.peer.get(), test::target_address, 8000), soon_ms));
        const UniqueFd node = pods.network.open_node().value();
        const UniqueFd from_node = test::begin_connect(node.get(), test::target_address, 5432);
        EXPECT_FALSE(test::connected(from_node, soon_ms));
    });
}

TEST(Ruleset, RepliesToAnAllowedConnectionPass) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        ASSERT_TRUE(pods.rules.allow({peer_to_target()}));
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(test::connected(socket));
        const UniqueFd server = accepted(pods);
        EXPECT_TRUE(arrives(socket, server, 2000));
        EXPECT_TRUE(arrives(server, socket, 2000));
    });
}

TEST(Ruleset, CutsAnEstablishedConnectionThatBecomesDenied) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(test::connected(socket));
        const UniqueFd server = accepted(pods);
        ASSERT_TRUE(pods.rules.allow({}));
        EXPECT_FALSE(arrives(socket, server, soon_ms));
    });
}

// A connection that was made before any policy must not pass for a reply when the target's end is heard first.
TEST(Ruleset, CutsItAlsoWhereTheTargetSpeaksFirst) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(test::connected(socket));
        const UniqueFd server = accepted(pods);
        ASSERT_TRUE(pods.rules.allow({}));
        EXPECT_TRUE(arrives(server, socket, 2000));
        EXPECT_FALSE(arrives(socket, server, soon_ms));
    });
}

TEST(Ruleset, ACutConnectionGoesOnOnceItIsAllowedAgain) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        const UniqueFd socket = pods.connect();
        ASSERT_TRUE(test::connected(socket));
        const UniqueFd server = accepted(pods);
        ASSERT_TRUE(pods.rules.allow({}));
        ASSERT_FALSE(arrives(socket, server, soon_ms));
        ASSERT_TRUE(pods.rules.allow({peer_to_target()}));
        EXPECT_TRUE(test::becomes(server.get(), POLLIN, 2000));
    });
}

TEST(Ruleset, ListsWhatItLetsPass) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode&) {
        TwoPods pods;
        ASSERT_TRUE(pods.rules.allow({peer_to_target()}));
        EXPECT_NE(pods.rules.listing().value().find("10.244.0.2 . 10.244.0.3 . tcp . 5432"), std::string::npos);
    });
}

}  // namespace
}  // namespace pgreach::netns
