#pragma once

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
    int peer = network.add_pod(peer_address).value();
    int target = network.add_pod(target_address).value();
    netns::DropLog log = netns::DropLog::open().value();
    netns::Ruleset rules = netns::Ruleset::create().value();
    UniqueFd listener = listen_in(target, target_address, 5432);

    UniqueFd connect() const { return begin_connect(peer, target_address, 5432); }
};

inline netns::AllowedFlow peer_to_target() {
    return {peer_address, target_address, 5432};
}

}  // namespace pgreach::test
