#include "reach/peer_space.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "manifest/cidr.hpp"

namespace pgreach::reach {
namespace {

using engine::CidrPeer;
using engine::IdentityLabels;
using engine::Operator;
using engine::Peer;
using engine::Requirement;
using engine::Rule;
using engine::Selector;

const std::string namespace_prefix = std::string(engine::namespace_labels_prefix) + ".";
constexpr std::string_view metadata_name = "kubernetes.io/metadata.name";
const std::string group_prefix = std::string(engine::cidr_group_key) + "/";

IdentityLabels reserved(const char* name) {
    return {{{"reserved", name, ""}}};
}

PeerLabel label_of(const std::string& key) {
    if (key == engine::cluster_key) return {PeerLabel::cluster};
    if (key == engine::namespace_key || key == namespace_prefix + std::string(metadata_name)) return {PeerLabel::ns};
    if (key == engine::service_account_key) return {PeerLabel::account};
    if (key.starts_with(namespace_prefix)) return {PeerLabel::namespace_label, key.substr(namespace_prefix.size())};
    return {PeerLabel::pod_label, key};
}

bool is_negative(const Requirement& requirement) {
    return requirement.op == Operator::not_in || requirement.op == Operator::does_not_exist;
}

AddressSet blocks_of(const std::vector<std::string>& texts) {
    std::vector<manifest::Cidr> blocks;
    for (const auto& text : texts) {
        if (const auto block = manifest::parse_address_or_cidr(text)) blocks.push_back(*block);
    }
    return AddressSet::of(blocks);
}

}  // namespace

PeerSpace::PeerSpace(const World& world, const engine::Cilium& cilium, bool clusters)
    : world_(world), cilium_(cilium), clusters_(clusters), filter_(cilium) {
    add_nodes();
    add_api_servers();
    add(PeerSet::of(PeerKind::ingress), reserved("ingress"));
    add(PeerSet::of(PeerKind::health), reserved("health"));
    add(PeerSet::of(PeerKind::initialising), reserved("init"));
    add(PeerSet::of(PeerKind::unmanaged), reserved("unmanaged"));
    everybody_ = matching({});
}

void PeerSpace::add(PeerSet peers, IdentityLabels labels, bool has_node_labels) {
    known_.push_back({std::move(peers), std::move(labels), has_node_labels && cilium_.config.node_selector_labels});
}

void PeerSpace::add_nodes() {
    for (const auto& [kind, endpoint] : {std::pair{PeerKind::own_node, EndpointKind::host},
                                         std::pair{PeerKind::other_node, EndpointKind::remote_node}}) {
        add(PeerSet::of(kind), engine::identity_labels({.name = {}, .kind = endpoint}, world_, cilium_), true);
    }
    if (!cilium_.config.blocks_match_nodes) return;
    for (const auto& endpoint : world_.endpoints) {
        const bool node = endpoint.kind == EndpointKind::host || endpoint.kind == EndpointKind::remote_node;
        if (!node || endpoint.ip.empty()) continue;
        add(PeerSet::called(PeerKind::other_node, endpoint.name), engine::identity_labels(endpoint, world_, cilium_));
    }
}

void PeerSpace::add_api_servers() {
    bool any = false;
    for (const auto& endpoint : world_.endpoints) {
        if (endpoint.kind != EndpointKind::kube_apiserver) continue;
        any = any || endpoint.cidr.empty();
        add(PeerSet::called(PeerKind::api_server, endpoint.cidr), engine::identity_labels(endpoint, world_, cilium_),
            endpoint.cidr.empty());
    }
    const Endpoint plain{.name = {}, .kind = EndpointKind::kube_apiserver};
    if (!any) add(PeerSet::of(PeerKind::api_server), engine::identity_labels(plain, world_, cilium_), true);
}

// Puts one requirement on pods; false where none is left.
bool PeerSpace::put_on_pod(const Requirement& requirement, PeerSet& pod) const {
    const auto& [source, key] = requirement.key;
    const bool possible = (source == "k8s" || source == "any") && filter_.keeps("k8s", key);
    if (!possible) return requirement.matches({});
    const PeerLabel label = label_of(key);
    if (label.of == PeerLabel::cluster && !clusters_) {
        return LabelValues::of(requirement).has(cilium_.config.cluster_name);
    }
    return pod.restrict_to(label, LabelValues::of(requirement));
}

bool PeerSpace::put_on_known(const Requirement& requirement, const Known& known, PeerSet& peers) const {
    const auto& [source, key] = requirement.key;
    const bool free = known.has_node_labels && (source == "node" || source == "any");
    if (!free || known.labels.find(requirement.key) != nullptr) return requirement.matches(known.labels);
    return peers.restrict_to({PeerLabel::node_label, key}, LabelValues::of(requirement));
}

// The addresses that meet it; nothing where the objects do not tell.
std::optional<AddressSet> PeerSpace::addresses_with(const Requirement& requirement) const {
    const auto& [source, key] = requirement.key;
    AddressSet having;  // the label at all, or one of the values
    const bool valued = requirement.op != Operator::exists && requirement.op != Operator::does_not_exist;
    if ((source == "reserved" || source == "any") && key.starts_with("world")) {
        if (key == "world") having = AddressSet::everything();
        if (key == "world-ipv4") having = AddressSet::every(false);
        if (key == "world-ipv6") having = AddressSet::every(true);
    } else if (source == "cidr") {
        having = blocks_of({key});
    } else if (source == "cidrgroup" || source == "any") {
        bool any = false;
        std::vector<std::string> blocks;
        for (const auto& group : world_.cidr_groups) {
            const auto label = group.labels.find(key);
            const bool by_name = key == group_prefix + group.name;
            const bool listed = label != group.labels.end() &&
                                (!valued || std::find(requirement.values.begin(), requirement.values.end(),
                                                      label->second) != requirement.values.end());
            any = any || by_name;
            if (by_name || listed) blocks.insert(blocks.end(), group.blocks.begin(), group.blocks.end());
        }
        having = blocks_of(blocks);
        if (!any && source == "cidrgroup" && key.starts_with(group_prefix)) return std::nullopt;
    } else if (source == engine::dns_source) {
        return std::nullopt;
    }
    return is_negative(requirement) ? AddressSet::everything().without(having) : having;
}

std::optional<PeerSet> PeerSpace::outside(const Selector& selector) const {
    AddressSet addresses = AddressSet::everything();
    for (const auto& requirement : selector.requirements) {
        const auto some = addresses_with(requirement);
        if (!some && !is_negative(requirement)) {
            const std::string& key = requirement.key.key;
            if (requirement.key.source == engine::dns_source) return PeerSet::called(PeerKind::named, key);
            return PeerSet::called(PeerKind::group, key.substr(group_prefix.size()));
        }
        if (some) addresses = addresses & *some;
    }
    return addresses.empty() ? std::nullopt : std::optional(PeerSet::outside(std::move(addresses)));
}

// Labels of a namespace that is named are known, as far as the world has it.
void PeerSpace::forget_known_namespaces(PeerSet& pods) const {
    const auto spaces = pods.labels.find({PeerLabel::ns});
    if (spaces == pods.labels.end() || spaces->second.all_but) return;
    const auto& names = spaces->second.listed;
    const auto known = [this](const auto& name) { return world_.namespaces.contains(name); };
    if (!std::all_of(names.begin(), names.end(), known)) return;
    std::set<std::string> meeting;
    for (const auto& name : names) {
        const auto& labels = world_.namespaces.at(name);
        const bool meets = std::all_of(pods.labels.begin(), pods.labels.end(), [&labels](const auto& asked) {
            if (asked.first.of != PeerLabel::namespace_label) return true;
            const auto found = labels.find(asked.first.key);
            return found == labels.end() ? asked.second.absent : asked.second.has(found->second);
        });
        if (meets) meeting.insert(name);
    }
    spaces->second.listed = std::move(meeting);
    std::erase_if(pods.labels, [](const auto& asked) { return asked.first.of == PeerLabel::namespace_label; });
}

std::vector<PeerSet> PeerSpace::matching(const Selector& selector) const {
    std::vector<PeerSet> found;
    const auto& requirements = selector.requirements;
    PeerSet pods = PeerSet::pods();
    const bool any = std::all_of(requirements.begin(), requirements.end(),
                                 [&](const Requirement& requirement) { return put_on_pod(requirement, pods); });
    if (any) forget_known_namespaces(pods);
    const auto spaces = pods.labels.find({PeerLabel::ns});
    if (any && (spaces == pods.labels.end() || !spaces->second.nothing())) found.push_back(std::move(pods));
    for (const auto& known : known_) {
        PeerSet peers = known.peers;
        const auto put = [&](const Requirement& requirement) { return put_on_known(requirement, known, peers); };
        if (std::all_of(requirements.begin(), requirements.end(), put)) found.push_back(std::move(peers));
    }
    if (auto addresses = outside(selector)) found.push_back(*std::move(addresses));
    return found;
}

AddressSet PeerSpace::addresses_of(const CidrPeer& peer) const {
    AddressSet addresses = AddressSet::of(peer.block);
    for (const auto& hole : peer.except) addresses = addresses.without(AddressSet::of(hole));
    return addresses;
}

void PeerSpace::add_peer(const Peer& peer, const Selector& required, std::vector<PeerSet>& found) const {
    if (const auto* block = std::get_if<CidrPeer>(&peer.what)) {
        auto addresses = addresses_of(*block);
        if (!addresses.empty()) found.push_back(PeerSet::outside(std::move(addresses)));
        for (const auto& known : known_) {
            if (block->matches(known.labels)) found.push_back(known.peers);
        }
        return;
    }
    Selector selector = std::get<Selector>(peer.what);
    if (peer.by_labels) {
        selector.requirements.insert(selector.requirements.end(), required.requirements.begin(),
                                     required.requirements.end());
    }
    auto some = matching(selector);
    std::move(some.begin(), some.end(), std::back_inserter(found));
}

// True where the world has one of the rule's services (engine/ruleset.cpp does the same for endpoints).
bool PeerSpace::add_services(const Rule& rule, const Selector& required, std::vector<PeerSet>& found) const {
    bool any = false;
    for (const auto& service : world_.services) {
        const bool meant = std::any_of(rule.services.begin(), rule.services.end(),
                                       [&service](const auto& peer) { return peer.matches(service); });
        if (!meant) continue;
        Peer pods{.what = Selector{}, .text = {}, .mark = {}, .by_labels = true};
        auto& selector = std::get<Selector>(pods.what);
        for (const auto& [key, value] : service.selector) selector.require(engine::parse_label_key(key, "any"), value);
        if (!service.selector.empty()) {
            selector.require(engine::k8s(engine::namespace_key), service.ns);
            add_peer(pods, required, found);
            any = true;
            continue;
        }
        const auto addresses = blocks_of(service.addresses);
        if (addresses.empty()) continue;
        found.push_back(PeerSet::outside(addresses));
        any = true;
    }
    return any;
}

std::vector<PeerSet> PeerSpace::peers_of(const Rule& rule, const Selector& required) const {
    std::vector<PeerSet> found;
    bool anybody = !rule.any_port && !add_services(rule, required, found);
    if (rule.any_port) add_services(rule, required, found);
    for (const auto& peer : rule.peers) {
        const bool there = peer.only_with_group.empty() ||
                           std::any_of(world_.cidr_groups.begin(), world_.cidr_groups.end(),
                                       [&peer](const auto& group) { return group.name == peer.only_with_group; });
        if (rule.selects_nobody || !there) continue;
        anybody = false;
        add_peer(peer, required, found);
    }
    return anybody && !rule.selects_nobody ? everybody_ : found;
}

bool knows_other_clusters(const std::vector<Rule>& rules, const engine::Cilium& cilium) {
    if (cilium.config.cluster_name != engine::AgentConfig().cluster_name) return true;
    const auto names_one = [&cilium](const Requirement& requirement) {
        if (requirement.key.key != engine::cluster_key) return false;
        return std::any_of(requirement.values.begin(), requirement.values.end(),
                           [&cilium](const auto& value) { return value != cilium.config.cluster_name; });
    };
    return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
        return std::any_of(rule.peers.begin(), rule.peers.end(), [&](const Peer& peer) {
            const auto* selector = std::get_if<Selector>(&peer.what);
            return selector != nullptr &&
                   (peer.text == "entity cluster-mesh" ||
                    std::any_of(selector->requirements.begin(), selector->requirements.end(), names_one));
        });
    });
}

}  // namespace pgreach::reach
