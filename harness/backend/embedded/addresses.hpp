#pragma once

#include <map>
#include <string>

#include "base/result.hpp"
#include "model/participants.hpp"
#include "netns/ipv4.hpp"

namespace pgreach::backend {

// Where every participant lives, with addresses like a kind cluster's: pods in 10.244.0.0/16, nodes and
// API server in 172.18.0.0/16, a CIDR's first address, everybody else from 198.51.100.0/24.
struct AddressBook {
    netns::Ipv4 node;  // also where no participant is on it
    std::map<std::string, netns::Ipv4> members;
};

// Fails (input) where a CIDR is no IPv4 network, or where there are more pods than addresses.
Result<AddressBook> assign_addresses(const Participants& participants);

}  // namespace pgreach::backend
