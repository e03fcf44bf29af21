#include "netns/network_namespace.hpp"

#include <fcntl.h>
#include <sched.h>

#include <cerrno>
#include <exception>

#include "base/file.hpp"

namespace pgreach::netns {

Result<UniqueFd> current_network() {
    UniqueFd network(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!network) return system_error("cannot open the network namespace", errno);
    return network;
}

Result<UniqueFd> make_network() {
    auto before = current_network();
    if (!before) return before;
    if (::unshare(CLONE_NEWNET) != 0) return system_error("cannot create a network namespace", errno);
    auto made = current_network();
    if (::setns(before->get(), CLONE_NEWNET) != 0) return system_error("cannot go back to the node's network", errno);
    return made;
}

InNetwork::InNetwork(int network) {
    auto before = current_network();
    if (!before) return;
    before_ = std::move(*before);
    entered_ = ::setns(network, CLONE_NEWNET) == 0;
}

InNetwork::~InNetwork() {
    // A thread that went on in the wrong network would make every later answer wrong.
    if (entered_ && ::setns(before_.get(), CLONE_NEWNET) != 0) std::terminate();
}

}  // namespace pgreach::netns
