#pragma once

#include <string>

#include "base/result.hpp"
#include "netns/ipv4.hpp"

struct nl_sock;

namespace pgreach::netns {

using LinkAddress = std::string;  // "02:00:0a:f4:00:07"

// One end of a veth pair, before it is made. Indexes are chosen, so that nothing must be looked up.
struct LinkEnd {
    int index = 0;
    std::string name;
    LinkAddress address;
};

// Where a route leads: to everybody if `to_all`, else to one address.
struct Route {
    bool to_all = false;
    Ipv4 to;
    int via_index = 0;
    Ipv4 gateway;  // 0.0.0.0: directly on the link
    Ipv4 source;   // the address that our packets come from
};

// rtnetlink in the network namespace that the thread is in when this is made, and stays with.
class Netlink {
  public:
    static Result<Netlink> open();
    Netlink(Netlink&& other) noexcept;
    Netlink& operator=(Netlink&& other) noexcept;
    ~Netlink();

    // The far end lies in the other network. Neither end has addresses of IPv6; ours forwards packets, and is up.
    Result<void> add_veth(const LinkEnd& ours, const LinkEnd& theirs, int other_network);
    Result<void> set_up(int index);
    // These two replace what may still be there of a network whose end the kernel has not come to.
    Result<void> add_address(int index, Ipv4 address);
    Result<void> add_route(const Route& route);

    Result<void> add_neighbour(int index, Ipv4 address, const LinkAddress& link);

  private:
    explicit Netlink(nl_sock* socket) : socket_(socket) {}
    nl_sock* socket_ = nullptr;
};

}  // namespace pgreach::netns
