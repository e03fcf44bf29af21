#pragma once

#include <gtest/gtest.h>

#include "embedded/sockets.hpp"
#include "netns/drop_log.hpp"
#include "netns/pod_network.hpp"
#include "netns/ruleset.hpp"

namespace pgreach::test {

inline constexpr netns::Ipv4 node_address = netns::ipv4(172, 18, 0, 2);
inline constexpr netns::Ipv4 peer_address = netns::ipv4(10, 244, 0, 2);
inline constexpr netns::Ipv4 target_address = netns::ipv4(10, 244, 0, 3);

// A peer and a target on a node, with ruleset and log. Made inside a private node.
struct TwoPods {
    netns::PodNetwork network = netns::PodNetwork::create(node_address).value();
    UniqueFd peer = add_pod(peer_address);
    UniqueFd target = add_pod(target_address);
    netns::DropLog log = netns::DropLog::open().value();
    netns::Ruleset rules = netns::Ruleset::create().value();
    UniqueFd listener = listen_in(target.get(), target_address, 5432);

    UniqueFd add_pod(netns::Ipv4 address) {
        EXPECT_TRUE(network.add_pod(address));
        return network.open(address).value();
    }
    UniqueFd connect() const { return begin_connect(peer.get(), target_address, 5432); }
};

inline netns::AllowedFlow peer_to_target() {
    return {peer_address, target_address, 5432};
}

}  // namespace pgreach::test
