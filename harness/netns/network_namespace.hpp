#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::netns {

// The network namespace that the calling thread is in. It lives as long as a descriptor, a process or a link's peer
// keeps it; it has no name.
Result<UniqueFd> current_network();

// A new, empty one. The calling thread stays where it is.
Result<UniqueFd> make_network();

// The calling thread is in another network for as long as this lives. Sockets stay in the network they were made in.
class InNetwork {
  public:
    explicit InNetwork(int network);
    InNetwork(const InNetwork&) = delete;
    InNetwork& operator=(const InNetwork&) = delete;
    ~InNetwork();

    bool entered() const { return entered_; }

  private:
    UniqueFd before_;
    bool entered_ = false;
};

}  // namespace pgreach::netns
