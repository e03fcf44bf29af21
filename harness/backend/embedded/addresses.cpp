#include "backend/embedded/addresses.hpp"

#include <set>

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

Result<Ipv4> first_of(const Endpoint& endpoint) {
    const auto address = netns::parse_ipv4(endpoint.cidr.substr(0, endpoint.cidr.find('/')));
    if (address) return *address;
    return input_error(endpoint.name + ": " + endpoint.cidr +
                       " is no IPv4 network, and the embedded backend has no other");
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
        case EndpointKind::cidr: {
            auto first = first_of(endpoint);
            if (!first) return first;
            return assignment.from(*first);
        }
    }
    return Error{ErrorKind::internal, "an endpoint without a kind"};
}

}  // namespace

Result<AddressBook> assign_addresses(const Participants& participants) {
    if (participants.members.size() > most_pods)
        return input_error("more pods than the embedded backend has addresses for");
    AddressBook book{ipv4(172, 18, 0, 2), {}};
    Assignment assignment(book.node);
    for (const auto& member : participants.members) {
        auto address = place(member.endpoint, book.node, assignment);
        if (!address) return std::move(address).error();
        book.members[member.endpoint.name] = *address;
    }
    return book;
}

}  // namespace pgreach::backend
