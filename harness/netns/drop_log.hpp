#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "netns/ipv4.hpp"

namespace pgreach::netns {

// One packet that the ruleset dropped. The ports are 0 for what is neither TCP nor UDP.
struct Drop {
    Ipv4 source;
    int source_port = 0;
    Ipv4 destination;
    int destination_port = 0;
    bool syn = false;  // the first packet of a connection; else one of an established connection that was cut
};

// "SYN 10.244.0.7:40312 → 10.244.0.3:5432"
std::string describe(const Drop& drop);

struct Drops {
    std::vector<Drop> drops = {};
    bool lost = false;  // the kernel had to throw records away: their absence proves nothing
};

// The kernel's log of dropped packets, from the moment this is made. Reading it is a matter of microseconds, and the
// record of a SYN is there before connect(2) returns.
class DropLog {
  public:
    // In the network that the calling thread is in.
    static Result<DropLog> open();
    ~DropLog();
    DropLog(DropLog&&) noexcept;
    DropLog& operator=(DropLog&&) noexcept;

    // Readable when there are records.
    int fd() const;
    // Everything there is now, without waiting.
    Result<Drops> drain();

  private:
    struct State;
    explicit DropLog(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace pgreach::netns
