#pragma once

#include <memory>
#include <vector>

#include "base/result.hpp"
#include "netns/ipv4.hpp"

namespace pgreach::netns {

// Networks of pods, joined by the node that the calling thread is in: a veth pair and a /32 route each, forwarded by
// the node, as cluster networks do it. Nothing is resolved or discovered (static neighbours, no IPv6), so the first
// packet arrives as fast as any. A lost packet is sent again after milliseconds, not after TCP's usual 200.
class PodNetwork {
  public:
    // The node's own address, and forwarding. Once in a node.
    static Result<PodNetwork> create(Ipv4 node);
    ~PodNetwork();
    PodNetwork(PodNetwork&&) noexcept;
    PodNetwork& operator=(PodNetwork&&) noexcept;

    // A new pod at this address; it lives as long as this object. The descriptor of its network stays ours.
    Result<int> add_pod(Ipv4 address);
    // The node's own network.
    int node() const;

  private:
    struct State;
    explicit PodNetwork(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace pgreach::netns
