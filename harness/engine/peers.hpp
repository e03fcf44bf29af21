#pragma once

#include <string>
#include <vector>

#include "engine/rule.hpp"
#include "yaml/node.hpp"

namespace pgreach::engine {

// What an entity stands for. Cilium: pkg/policy/api/entity.go. Empty for a name that is none.
std::vector<Selector> entity_selectors(const std::string& entity, const std::string& cluster_name);

Selector nobody();

// Items of toServices and toFQDNs.
ServicePeer service_peer(const yaml::Node& node);
Peer name_peer(const yaml::Node& node);

// An item of fromCIDR, fromCIDRSet or ipBlock: an address, a block, or a block with exceptions, or a CIDR group by its
// name or its labels. What no endpoint of our worlds can be (groups of a cloud, DNS names) becomes a peer that matches
// nobody, named after its `key`.
Peer block_peer(const yaml::Node& node, const std::string& key);

}  // namespace pgreach::engine
