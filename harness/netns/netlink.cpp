#include "netns/netlink.hpp"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/link/inet.h>
#include <netlink/route/link/inet6.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <unistd.h>

#include <memory>
#include <utility>

namespace pgreach::netns {
namespace {

// TCP sends a lost packet again after at least this many milliseconds; the kernel's own limit is 200. A connection that
// a policy had cut goes on the sooner once the policy is gone.
constexpr unsigned retransmit_ms = 5;

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};
template <typename T, auto release>
using Owned = std::unique_ptr<T, Releaser<release>>;

using Link = Owned<rtnl_link, rtnl_link_put>;
using VethLink = Owned<rtnl_link, rtnl_link_veth_release>;
using LocalAddress = Owned<rtnl_addr, rtnl_addr_put>;
using Address = Owned<nl_addr, nl_addr_put>;
using KernelRoute = Owned<rtnl_route, rtnl_route_put>;
using Neighbour = Owned<rtnl_neigh, rtnl_neigh_put>;

Address make_address(Ipv4 address, int prefix = 32) {
    const std::uint32_t raw = __builtin_bswap32(address.number);
    Address made(nl_addr_build(AF_INET, &raw, sizeof raw));
    nl_addr_set_prefixlen(made.get(), prefix);
    return made;
}

Address make_address(const LinkAddress& text) {
    nl_addr* parsed = nullptr;
    nl_addr_parse(text.c_str(), AF_LLC, &parsed);
    return Address(parsed);
}

Result<void> done(int code, const std::string& what) {
    if (code >= 0) return {};
    return environment_error("cannot " + what + ": " + nl_geterror(code));
}

// Without addresses of its own accord, so that no link talks before it is spoken to. A kernel without IPv6 takes no
// such wish.
void keep_silent(rtnl_link* change) {
    static const bool ipv6 = ::access("/proc/sys/net/ipv6", F_OK) == 0;
    if (ipv6) rtnl_link_inet6_set_addr_gen_mode(change, IN6_ADDR_GEN_MODE_NONE);
}

void describe_end(rtnl_link* link, const LinkEnd& end) {
    rtnl_link_set_ifindex(link, end.index);
    rtnl_link_set_name(link, end.name.c_str());
    rtnl_link_set_addr(link, make_address(end.address).get());
}

}  // namespace

Result<Netlink> Netlink::open() {
    Netlink made(nl_socket_alloc());
    if (made.socket_ == nullptr) return environment_error("cannot create a netlink socket");
    const int code = nl_connect(made.socket_, NETLINK_ROUTE);
    if (code < 0) return environment_error(std::string("cannot open a netlink socket: ") + nl_geterror(code));
    return made;
}

Netlink::Netlink(Netlink&& other) noexcept : socket_(std::exchange(other.socket_, nullptr)) {}

Netlink& Netlink::operator=(Netlink&& other) noexcept {
    std::swap(socket_, other.socket_);
    return *this;
}

Netlink::~Netlink() {
    if (socket_ != nullptr) nl_socket_free(socket_);
}

Result<void> Netlink::add_veth(const LinkEnd& ours, const LinkEnd& theirs, int other_network) {
    const VethLink link(rtnl_link_veth_alloc());
    rtnl_link* peer = rtnl_link_veth_get_peer(link.get());
    describe_end(link.get(), ours);
    describe_end(peer, theirs);
    rtnl_link_set_ns_fd(peer, other_network);
    const int made = rtnl_link_add(socket_, link.get(), NLM_F_CREATE | NLM_F_EXCL);
    rtnl_link_put(peer);
    if (auto result = done(made, "make the link " + ours.name); !result) return result;

    const Link change(rtnl_link_alloc());
    rtnl_link_set_ifindex(change.get(), ours.index);
    rtnl_link_inet_set_conf(change.get(), IPV4_DEVCONF_FORWARDING, 1);
    keep_silent(change.get());
    rtnl_link_set_flags(change.get(), IFF_UP);
    return done(rtnl_link_change(socket_, change.get(), change.get(), 0), "set up the link " + ours.name);
}

Result<void> Netlink::set_up(int index) {
    const Link change(rtnl_link_alloc());
    rtnl_link_set_ifindex(change.get(), index);
    keep_silent(change.get());
    rtnl_link_set_flags(change.get(), IFF_UP);
    return done(rtnl_link_change(socket_, change.get(), change.get(), 0), "set up a link");
}

Result<void> Netlink::add_address(int index, Ipv4 address) {
    const LocalAddress made(rtnl_addr_alloc());
    rtnl_addr_set_ifindex(made.get(), index);
    rtnl_addr_set_local(made.get(), make_address(address).get());
    return done(rtnl_addr_add(socket_, made.get(), NLM_F_REPLACE), "add the address " + to_string(address));
}

Result<void> Netlink::add_route(const Route& route) {
    const KernelRoute made(rtnl_route_alloc());
    rtnl_route_set_family(made.get(), AF_INET);
    rtnl_route_set_dst(made.get(), make_address(route.to, route.to_all ? 0 : 32).get());
    rtnl_route_set_pref_src(made.get(), make_address(route.source).get());
    // The kernel heeds its minimum only where the metric is locked.
    rtnl_route_set_metric(made.get(), RTAX_LOCK, 1U << RTAX_RTO_MIN);
    rtnl_route_set_metric(made.get(), RTAX_RTO_MIN, retransmit_ms);
    rtnl_nexthop* hop = rtnl_route_nh_alloc();
    rtnl_route_nh_set_ifindex(hop, route.via_index);
    if (route.gateway != Ipv4{}) {
        rtnl_route_nh_set_gateway(hop, make_address(route.gateway).get());
        rtnl_route_nh_set_flags(hop, RTNH_F_ONLINK);
    }
    rtnl_route_add_nexthop(made.get(), hop);
    return done(rtnl_route_add(socket_, made.get(), NLM_F_REPLACE), "add the route to " + to_string(route.to));
}

Result<void> Netlink::add_neighbour(int index, Ipv4 address, const LinkAddress& link) {
    const Neighbour made(rtnl_neigh_alloc());
    rtnl_neigh_set_ifindex(made.get(), index);
    rtnl_neigh_set_dst(made.get(), make_address(address).get());
    rtnl_neigh_set_lladdr(made.get(), make_address(link).get());
    rtnl_neigh_set_state(made.get(), NUD_PERMANENT);
    return done(rtnl_neigh_add(socket_, made.get(), NLM_F_CREATE), "add the neighbour " + to_string(address));
}

}  // namespace pgreach::netns
