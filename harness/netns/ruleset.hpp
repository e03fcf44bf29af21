#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/flow.hpp"
#include "netns/ipv4.hpp"

namespace pgreach::netns {

// The NFLOG group of dropped packets; the node's network is private, so nobody else has it.
inline constexpr unsigned short drop_group = 5;

// Who may open connections to whom, on which port of TCP or UDP.
struct AllowedFlow {
    Ipv4 source;
    Ipv4 destination;
    int port = 0;
    Protocol protocol = Protocol::tcp;
};

// What the node lets pass, in its nftables. As Cilium does it: each packet of whoever opened a connection is judged,
// also once it is established, so a flow that becomes denied is cut; replies to it pass. What is not allowed is dropped
// in silence, and logged to `drop_group`, but for packets of DSCP class CS1: whoever sends thousands of them marks them
// so. What the node itself sends is judged too. Until the first `allow` all passes.
class Ruleset {
  public:
    // Fails (environment) where the kernel has no nftables.
    static Result<Ruleset> create();
    ~Ruleset();
    Ruleset(Ruleset&&) noexcept;
    Ruleset& operator=(Ruleset&&) noexcept;

    // Exactly these from now on: one transaction, in force when this returns.
    Result<void> allow(const std::vector<AllowedFlow>& flows);
    // As nft(8) prints it.
    Result<std::string> listing();

  private:
    struct State;
    explicit Ruleset(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace pgreach::netns
