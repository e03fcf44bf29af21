#include "backend/embedded/addresses.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "manifest/cidr.hpp"

namespace pgreach::backend {
namespace {

using netns::Ipv4;
using netns::ipv4;

constexpr std::uint32_t most_pods = 65000;

class Assignment {
  public:
    explicit Assignment(Ipv4 node) { taken_.insert(node); }

    // The first free address from there on.
    Ipv4 from(Ipv4 first) {
        while (!taken_.insert(first).second) first = first + 1;
        return first;
    }
    Ipv4 next_pod() { return next_pod_ = from(next_pod_); }

  private:
    std::set<Ipv4> taken_;
    Ipv4 next_pod_ = ipv4(10, 244, 0, 2);
};

// The first free address of a block.
Result<Ipv4> place_in_block(const Endpoint& endpoint, Assignment& assignment) {
    const auto block = manifest::parse_cidr(endpoint.cidr);
    const auto first = netns::parse_ipv4(endpoint.cidr.substr(0, endpoint.cidr.find('/')));
    if (!block || !first) {
        return input_error(endpoint.name + ": " + endpoint.cidr +
                           " is no IPv4 network, and the embedded backend has no other");
    }
    const Ipv4 address = assignment.from(*first);
    if (block->contains(*manifest::parse_address_or_cidr(to_string(address)))) return address;
    return input_error(endpoint.name + ": all addresses of " + endpoint.cidr +
                           " belong to other participants or to the embedded backend's node, 172.18.0.2",
                       "choose another block");
}

Result<Ipv4> place(const Endpoint& endpoint, Ipv4 node, Assignment& assignment) {
    switch (endpoint.kind) {
        case EndpointKind::pod:
            return assignment.next_pod();
        case EndpointKind::host:
            return node;
        case EndpointKind::remote_node:
        case EndpointKind::kube_apiserver:
            return assignment.from(ipv4(172, 18, 0, 3));
        case EndpointKind::world:
            return assignment.from(ipv4(198, 51, 100, 7));
        case EndpointKind::cidr:
            return place_in_block(endpoint, assignment);
    }
    return Error{ErrorKind::internal, "an endpoint of no kind"};
}

// Who has the fewest addresses to choose from comes first: small blocks, larger ones, then all others.
std::vector<const Endpoint*> by_choice(const Participants& participants) {
    std::vector<const Endpoint*> endpoints;
    for (const auto& member : participants.members) endpoints.push_back(&member.endpoint);
    const auto bits = [](const Endpoint* endpoint) {
        const auto block = manifest::parse_cidr(endpoint->cidr);
        return block ? block->bits : -1;
    };
    std::stable_sort(endpoints.begin(), endpoints.end(),
                     [&](const Endpoint* a, const Endpoint* b) { return bits(a) > bits(b); });
    return endpoints;
}

}  // namespace

Result<AddressBook> assign_addresses(const Participants& participants) {
    if (participants.members.size() > most_pods)
        return input_error("more pods than the embedded backend has addresses for");
    AddressBook book{ipv4(172, 18, 0, 2), {}};
    Assignment assignment(book.node);
    for (const auto* endpoint : by_choice(participants)) {
        auto address = place(*endpoint, book.node, assignment);
        if (!address) return std::move(address).error();
        book.members[endpoint->name] = *address;
    }
    return book;
}

}  // namespace pgreach::backend
