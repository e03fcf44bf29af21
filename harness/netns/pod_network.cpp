#include "netns/pod_network.hpp"

#include <fmt/format.h>

#include "netns/netlink.hpp"
#include "netns/network_namespace.hpp"

namespace pgreach::netns {
namespace {

constexpr int loopback = 1;
constexpr int pod_link = 2;
// Where pods send everything: a link-local address that nobody has, answered for by a static neighbour.
constexpr Ipv4 gateway = ipv4(169, 254, 1, 1);

// Locally administered; `side` 2 is the node's, 6 the pod's.
LinkAddress link_address(int side, Ipv4 pod) {
    const auto byte = [&](unsigned shift) { return pod.number >> shift & 0xffU; };
    return fmt::format("{:02x}:00:{:02x}:{:02x}:{:02x}:{:02x}", side, byte(24), byte(16), byte(8), byte(0));
}

LinkAddress node_side(Ipv4 pod) {
    return link_address(2, pod);
}
LinkAddress pod_side(Ipv4 pod) {
    return link_address(6, pod);
}

// Never the same again: the links of an earlier network may live a little longer than it.
int fresh_link() {
    static int last = 1000;
    return ++last;
}

// What a pod's own network needs; the link is there already.
Result<void> configure_pod(int network, Ipv4 address) {
    const InNetwork inside(network);
    if (!inside.entered()) return environment_error("cannot enter the network of a pod");
    auto netlink = Netlink::open();
    if (!netlink) return std::move(netlink).error();
    if (auto result = netlink->set_up(loopback); !result) return result;
    if (auto result = netlink->set_up(pod_link); !result) return result;
    if (auto result = netlink->add_address(pod_link, address); !result) return result;
    if (auto result = netlink->add_neighbour(pod_link, gateway, node_side(address)); !result) return result;
    Route everywhere;
    everywhere.to_all = true;
    everywhere.via_index = pod_link;
    everywhere.gateway = gateway;
    everywhere.source = address;
    return netlink->add_route(everywhere);
}

}  // namespace

struct PodNetwork::State {
    Ipv4 node_address;
    UniqueFd node;
    Netlink netlink;
    std::vector<UniqueFd> pods = {};
};

PodNetwork::PodNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}
PodNetwork::PodNetwork(PodNetwork&&) noexcept = default;
PodNetwork& PodNetwork::operator=(PodNetwork&&) noexcept = default;
PodNetwork::~PodNetwork() = default;

Result<PodNetwork> PodNetwork::create(Ipv4 node) {
    auto network = current_network();
    if (!network) return std::move(network).error();
    auto netlink = Netlink::open();
    if (!netlink) return std::move(netlink).error();
    if (auto result = netlink->set_up(loopback); !result) return std::move(result).error();
    if (auto result = netlink->add_address(loopback, node); !result) return std::move(result).error();
    State state{node, std::move(*network), std::move(*netlink)};
    return PodNetwork(std::make_unique<State>(std::move(state)));
}

Result<int> PodNetwork::add_pod(Ipv4 address) {
    auto network = make_network();
    if (!network) return std::move(network).error();
    const int index = fresh_link();
    const LinkEnd ours{index, fmt::format("pod{}", index), node_side(address)};
    const LinkEnd theirs{pod_link, "eth0", pod_side(address)};
    if (auto result = state_->netlink.add_veth(ours, theirs, network->get()); !result) return std::move(result).error();
    if (auto result = configure_pod(network->get(), address); !result) return std::move(result).error();
    if (auto result = state_->netlink.add_neighbour(index, address, pod_side(address)); !result) {
        return std::move(result).error();
    }
    Route route;
    route.to = address;
    route.via_index = index;
    route.source = state_->node_address;
    if (auto result = state_->netlink.add_route(route); !result) return std::move(result).error();
    state_->pods.push_back(std::move(*network));
    return state_->pods.back().get();
}

int PodNetwork::node() const {
    return state_->node.get();
}

}  // namespace pgreach::netns
