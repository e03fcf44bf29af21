#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "netns/ipv4.hpp"

namespace pgreach::netns {

// Networks of pods, joined by the node that the calling thread is in: a veth pair and a /32 route each, forwarded by
// the node, as cluster networks do it. Nothing is resolved or discovered (static neighbours, no IPv6), so the first
// packet arrives as fast as any. A lost packet is sent again after milliseconds, not after TCP's usual 200.
class PodNetwork {
  public:
    // The node's own address, and forwarding. Once in a node. Networks are kept by files mounted in `folder`, which is
    // the node's, so that a pod costs no descriptor; where that is not permitted, or without a folder, each costs one.
    static Result<PodNetwork> create(Ipv4 node, std::filesystem::path folder = {});
    ~PodNetwork();
    PodNetwork(PodNetwork&&) noexcept;
    PodNetwork& operator=(PodNetwork&&) noexcept;

    // A new pod at this address; it lives as long as this object.
    Result<void> add_pod(Ipv4 address);
    // A new descriptor of its network, or of the node's own.
    Result<UniqueFd> open(Ipv4 pod) const;
    Result<UniqueFd> open_node() const;

  private:
    struct State;
    explicit PodNetwork(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace pgreach::netns
