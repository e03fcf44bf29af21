#include "lint/unresolved.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Party;
using yaml::Node;

bool has_pods(const Participant& participant) {
    return !participant.governed.empty() || participant.in_cluster;
}

std::string scalar_at(const Node& map, std::string_view key) {
    const Node* found = map.find(key);
    return found != nullptr && found->is_scalar() ? found->text : std::string();
}

bool may_be_service(const Node& service, const PlacedRule& placed, Party party, const Participant& participant) {
    const Node* named = service.find("k8sService");
    if (named == nullptr) return true;  // by labels
    std::string ns = scalar_at(*named, "namespace");
    if (ns.empty()) ns = placed.policy->manifest.ns;
    if (party == Party::api_server) return ns == "default" && scalar_at(*named, "serviceName") == "kubernetes";
    return ns == participant.ns || ns.empty() || !has_pods(participant);
}

bool may_be_any(const Node& list, const auto& may_be) {
    return std::any_of(list.items.begin(), list.items.end(), may_be);
}

bool names_a_group(const Node& block) {
    return block.find("cidrGroupRef") != nullptr || block.find("cidrGroupSelector") != nullptr;
}

}  // namespace

bool may_name(const Node& fqdn, const Address& address) {
    const std::string name = scalar_at(fqdn, "matchName");
    const std::string pattern = scalar_at(fqdn, "matchPattern");
    if (address.host.starts_with("*.")) {  // of a provider: which of its names, nobody says
        const std::string domain = address.host.substr(1);
        return (name + pattern).ends_with(domain) || pattern.ends_with("*");
    }
    return name == address.host || matches_glob(pattern, address.host);
}

bool has_names(const PlacedRule& placed) {
    const Node* names = placed.item == nullptr ? nullptr : placed.item->find("toFQDNs");
    return names != nullptr && !names->items.empty();
}

bool learns_names(const PlacedRule& placed) {
    const Node* ports = placed.item == nullptr ? nullptr : placed.item->find("toPorts");
    return ports != nullptr && std::any_of(ports->items.begin(), ports->items.end(), [](const Node& rule) {
               const Node* layer7 = rule.find("rules");
               return layer7 != nullptr && layer7->find("dns") != nullptr;
           });
}

std::vector<engine::Peer> unresolved_peers(const PlacedRule& placed) {
    std::vector<engine::Peer> peers;
    if (placed.item == nullptr) return peers;
    for (const auto& [key, mark, value] : placed.item->entries) {
        if (!key.ends_with("FQDNs") && !key.ends_with("Services") && !key.ends_with("Groups")) continue;
        for (const auto& node : value.items) {
            engine::Selector selector;
            selector.require({"written", key}, yaml::to_json(node));
            const std::string name = scalar_at(node, "matchName") + scalar_at(node, "matchPattern");
            peers.push_back({std::move(selector), name.empty() ? yaml::to_json(node) : name, node.mark});
        }
    }
    return peers;
}

bool may_mean(const PlacedRule& placed, Party party, const Participant& participant) {
    if (placed.item == nullptr) return false;
    const bool outside = party == Party::api_server || party == Party::dns || party == Party::prometheus ||
                         (!participant.address.host.empty() && !has_pods(participant));
    for (const auto& [key, mark, value] : placed.item->entries) {
        if (key == "toServices" && may_be_any(value, [&](const Node& service) {
                return may_be_service(service, placed, party, participant);
            })) {
            return true;
        }
        if (key == "toFQDNs" && may_be_any(value, [&](const Node& fqdn) {
                return !participant.address.host.empty() && may_name(fqdn, participant.address);
            })) {
            return true;
        }
        const bool groups = key == "toGroups" || key == "fromGroups" ||
                            ((key == "toCIDRSet" || key == "fromCIDRSet") && may_be_any(value, names_a_group));
        if (groups && outside) return true;
        const bool nodes = key == "toNodes" || key == "fromNodes";
        if (nodes && (party == Party::api_server || party == Party::dns || party == Party::prometheus)) return true;
    }
    return false;
}

}  // namespace pgreach::lint
