#include "engine/peers.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace pgreach::engine {
namespace {

constexpr std::array reserved_entities = {"host",   "init", "ingress",   "remote-node",
                                          "health", "none", "unmanaged", "kube-apiserver"};
// What cluster and cluster-mesh have in common, beside the pods.
constexpr std::array cluster_members = {"host",   "remote-node", "init",          "ingress",
                                        "health", "unmanaged",   "kube-apiserver"};

Selector reserved(std::string_view label) {
    Selector selector;
    selector.require({"reserved", std::string(label)}, "");
    return selector;
}

const std::vector<yaml::Node>& exceptions_of(const yaml::Node& node) {
    static const std::vector<yaml::Node> none;
    const yaml::Node* except = node.find("except");
    return except == nullptr ? none : except->items;
}

std::string block_text(const yaml::Node& node) {
    if (node.is_scalar()) return node.text;
    std::vector<std::string> holes;
    for (const auto& hole : exceptions_of(node)) holes.push_back(hole.text);
    const std::string block = node.find("cidr")->text;
    return holes.empty() ? block : block + " except " + enumerate(holes);
}

// Addresses have the labels of their groups (engine/labels.hpp). A selector that asks for nothing, or for what is not
// there, matches whoever has no such label, pods as well: Cilium, CIDRSelector.Matches in pkg/policy/types/selector.go.
Peer group_peer(const yaml::Node& node) {
    Peer peer{.what = Selector{}, .text = {}, .mark = node.mark};
    Selector& selector = std::get<Selector>(peer.what);
    if (const yaml::Node* name = node.find("cidrGroupRef")) {
        selector.require({"cidrgroup", std::string(cidr_group_key) + "/" + name->text}, Operator::exists);
        peer.text = "CIDR group " + name->text;
        peer.only_with_group = name->text;
    } else {
        selector = parse_selector(*node.find("cidrGroupSelector"), "cidrgroup");
        peer.text = "CIDR groups with " + to_text(selector);
    }
    for (const auto& hole : exceptions_of(node)) selector.require({"cidr", hole.text}, Operator::does_not_exist);
    return peer;
}

}  // namespace

Selector nobody() {
    return reserved("none");
}

std::vector<Selector> entity_selectors(const std::string& entity, const std::string& cluster_name) {
    if (entity == "all") return {Selector{}};
    const bool mesh = entity == "cluster-mesh";
    if (entity == "cluster" || mesh) {
        std::vector<Selector> selectors;
        for (const char* member : cluster_members) selectors.push_back(reserved(member));
        Selector pods;
        const LabelKey key{"k8s", std::string(cluster_key)};
        if (mesh) {
            pods.require(key, Operator::exists);
        } else {
            pods.require(key, cluster_name);
        }
        selectors.push_back(std::move(pods));
        return selectors;
    }
    if (entity == "world") return {reserved("world"), reserved("world-ipv4"), reserved("world-ipv6")};
    for (const char* name : reserved_entities) {
        if (entity == name) return {reserved(name)};
    }
    return {};
}

ServicePeer service_peer(const yaml::Node& node) {
    ServicePeer peer{.mark = node.mark};
    const auto text = [](const yaml::Node& map, const char* field) {
        const yaml::Node* value = map.find(field);
        return value == nullptr ? std::string() : value->text;
    };
    if (const yaml::Node* chosen = node.find("k8sServiceSelector")) {
        peer.ns = text(*chosen, "namespace");
        peer.selector = parse_selector(*chosen->find("selector"), "any");
    } else if (const yaml::Node* named = node.find("k8sService")) {
        peer.ns = text(*named, "namespace");
        peer.name = text(*named, "serviceName");
    }
    return peer;
}

// Addresses have the names that DNS gives them for labels (engine/labels.hpp).
Peer name_peer(const yaml::Node& node) {
    const yaml::Node* name = node.find("matchName");
    if (name == nullptr) name = node.find("matchPattern");
    Selector selector;
    selector.require({std::string(dns_source), name == nullptr ? "" : name->text}, Operator::exists);
    return {std::move(selector), "name " + (name == nullptr ? "" : name->text), node.mark};
}

Peer block_peer(const yaml::Node& node, const std::string& key) {
    if (node.find("cidrGroupRef") != nullptr || node.find("cidrGroupSelector") != nullptr) return group_peer(node);
    const yaml::Node* text = node.is_scalar() ? &node : node.find("cidr");
    const auto block = text == nullptr ? std::nullopt : manifest::parse_address_or_cidr(text->text);
    if (!block) return {nobody(), key, node.mark};
    CidrPeer peer{*block, {}};
    for (const auto& item : exceptions_of(node)) {
        if (const auto hole = manifest::parse_address_or_cidr(item.text)) peer.except.push_back(*hole);
    }
    return {std::move(peer), block_text(node), node.mark};
}

}  // namespace pgreach::engine
