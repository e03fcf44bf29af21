#include <algorithm>
#include <utility>

#include "engine/peers.hpp"
#include "engine/ports.hpp"
#include "engine/sanitize_parts.hpp"
#include "engine/sections.hpp"
#include "engine/translate.hpp"
#include "engine/versions.hpp"
#include "manifest/kinds.hpp"
#include "manifest/path.hpp"

namespace pgreach::engine {
namespace {

bool asks_for_either(const Selector& selector, std::string_view key) {
    return selector.asks_for(k8s(key)) || selector.asks_for({"any", std::string(key)});
}

// An empty list of these selects nobody; an empty list of the others is as good as none.
bool closes_when_empty(const std::string& key) {
    return key.ends_with("Endpoints") || key.ends_with("Entities") || key.ends_with("Nodes") || key.ends_with("CIDR") ||
           key.ends_with("CIDRSet");
}

// A reference to a CIDR group anywhere in it.
bool names_a_group(const yaml::Node& node) {
    return node.find("cidrGroupRef") != nullptr || std::any_of(node.items.begin(), node.items.end(), names_a_group) ||
           std::any_of(node.entries.begin(), node.entries.end(),
                       [](const yaml::Entry& entry) { return names_a_group(entry.value); });
}

class CiliumTranslator {
  public:
    CiliumTranslator(const manifest::Manifest& stored, const Cilium& cilium)
        : policy_(policy_id(stored)), namespace_(namespace_of(stored)), cilium_(cilium) {
        lists_blocks_ = !has(Behaviour::groups_are_labels) && has(Behaviour::empty_list_selects_nobody) &&
                        names_a_group(stored.document);
    }

    void add_spec(const yaml::Node& spec, const std::string& prefix);
    std::vector<Rule> take() { return std::move(rules_); }

  private:
    bool has(Behaviour behaviour) const { return engine::has(cilium_.version, behaviour); }
    Rule translate(const yaml::Node& item, const Section& section);
    Selector endpoint_selector(const yaml::Node& node) const;
    Selector required_selector(const yaml::Node& node) const;
    Selector node_selector(const yaml::Node& node) const;
    void seek(Selector& selector) const;
    bool lifts_namespace(const Selector& selector) const;
    void add_peers(Rule& rule, const std::string& key, const yaml::Node& list);
    void add_peer(Rule& rule, const std::string& key, const yaml::Node& node);
    void add_block(Rule& rule, Peer peer);

    PolicyId policy_;
    std::string namespace_;
    const Cilium& cilium_;
    bool for_initialising_ = false;  // the subject asks for reserved:init: pods that have no labels yet
    bool lists_blocks_ = false;      // every rule has a list of blocks, be it empty (1.16)
    std::vector<Rule> rules_;
};

bool CiliumTranslator::lifts_namespace(const Selector& selector) const {
    const std::string prefix = std::string(namespace_labels_prefix) + ".";
    return has(Behaviour::namespace_labels_lift_it) &&
           (selector.asks_for_prefix("k8s", prefix) || selector.asks_for_prefix("any", prefix));
}

// Peers are sought in the policy's own namespace unless they name one; see getEndpointSelector.
void CiliumTranslator::seek(Selector& selector) const {
    if (!asks_for_either(selector, namespace_key)) {
        if (namespace_.empty()) {
            if (!for_initialising_) selector.require(k8s(namespace_key), Operator::exists);
        } else if (!lifts_namespace(selector)) {
            selector.require(k8s(namespace_key), namespace_);
        }
    }
    if (seeks_in_local_cluster(cilium_) && !asks_for_either(selector, cluster_key)) {
        selector.require(k8s(cluster_key), cilium_.config.cluster_name);
    }
}

Selector CiliumTranslator::endpoint_selector(const yaml::Node& node) const {
    Selector selector = parse_selector(node, "any");
    if (!selector.asks_for_prefix("reserved", "")) seek(selector);
    return selector;
}

Selector CiliumTranslator::required_selector(const yaml::Node& node) const {
    Selector selector = parse_selector(node, "any");
    seek(selector);
    return selector;
}

Selector CiliumTranslator::node_selector(const yaml::Node& node) const {
    Selector selector = parse_selector(node, "any");
    if (has(Behaviour::nodes_alone_are_nodes)) selector.require({"reserved", "remote-node"}, Operator::exists);
    if (seeks_in_local_cluster(cilium_) && !asks_for_either(selector, cluster_key)) {
        selector.require(k8s(cluster_key), cilium_.config.cluster_name);
    }
    return selector;
}

void CiliumTranslator::add_peer(Rule& rule, const std::string& key, const yaml::Node& node) {
    if (key.ends_with("Endpoints") || key.ends_with("Nodes")) {
        const bool endpoints = key.ends_with("Endpoints");
        Selector selector = endpoints ? endpoint_selector(node) : node_selector(node);
        // Where deny rules are not checked, a selector that is none matches nobody.
        if (sanitize_selector(node, key, cilium_.version)) selector = nobody();
        const std::string text = (endpoints ? "" : "nodes with ") + to_text(parse_selector(node, "any"));
        rule.peers.push_back({std::move(selector), text, node.mark, endpoints});
    } else if (key.ends_with("Requires")) {
        const Selector required = required_selector(node);
        rule.required.requirements.insert(rule.required.requirements.end(), required.requirements.begin(),
                                          required.requirements.end());
    } else if (key.ends_with("Entities")) {
        for (auto& selector : entity_selectors(node.text, cilium_.config.cluster_name)) {
            rule.peers.push_back({std::move(selector), "entity " + node.text, node.mark});
        }
    } else if (key.ends_with("Services")) {
        rule.services.push_back(service_peer(node));
    } else if (key.ends_with("FQDNs")) {
        rule.peers.push_back(name_peer(node));
    } else if (!key.ends_with("Groups") || has(Behaviour::unknown_groups_select_nobody)) {
        add_block(rule, block_peer(node, key));
    }
}

void CiliumTranslator::add_block(Rule& rule, Peer peer) {
    const auto* block = std::get_if<CidrPeer>(&peer.what);
    const bool nothing_left = block != nullptr && manifest::is_covered(block->block, block->except);
    if (nothing_left && !has(Behaviour::exceptions_leave_nobody)) return;
    if (has(Behaviour::groups_are_labels)) peer.only_with_group.clear();
    rule.peers.push_back(std::move(peer));
}

void CiliumTranslator::add_peers(Rule& rule, const std::string& key, const yaml::Node& list) {
    if (list.items.empty() && closes_when_empty(key) && has(Behaviour::empty_list_selects_nobody)) {
        rule.selects_nobody = true;
    }
    for (const auto& node : list.items) add_peer(rule, key, node);
}

Rule CiliumTranslator::translate(const yaml::Node& item, const Section& section) {
    Rule rule{.policy = policy_, .path = {}, .mark = item.mark};
    rule.direction = section.direction;
    rule.deny = section.deny;
    const std::string_view side = section.direction == Direction::ingress ? "from" : "to";
    for (const auto& [key, mark, value] : item.entries) {
        if (key == "toPorts") {
            rule.any_port = value.items.empty();
            rule.ports = parse_port_rules(value);
        } else if (key == "icmps") {
            if (!value.items.empty()) rule.any_port = false;  // nothing that our flows speak
        } else if (key.starts_with(side) && key.size() > side.size() && value.kind == yaml::Kind::list) {
            add_peers(rule, key, value);
        }
    }
    if (lists_blocks_ && !has_items(item.find(std::string(side) + "CIDRSet"))) rule.selects_nobody = true;
    return rule;
}

void CiliumTranslator::add_spec(const yaml::Node& spec, const std::string& prefix) {
    const yaml::Node* subject = spec.find("endpointSelector");
    const bool for_nodes = subject == nullptr;
    if (for_nodes) subject = spec.find("nodeSelector");
    if (subject == nullptr) return;
    Selector selector = parse_selector(*subject, "any");
    for_initialising_ = selector.asks_for({"reserved", "init"});
    if (!namespace_.empty() && !for_nodes) selector.require(k8s(namespace_key), namespace_);
    const yaml::Node* defaults = spec.find("enableDefaultDeny");
    for (const auto& section : sections) {
        const yaml::Node* list = spec.find(section.name);
        if (list == nullptr) continue;
        const yaml::Node* given = defaults == nullptr
                                      ? nullptr
                                      : defaults->find(section.direction == Direction::ingress ? "ingress" : "egress");
        for (size_t i = 0; i < list->items.size(); ++i) {
            Rule rule = translate(list->items[i], section);
            rule.path = manifest::child(prefix + std::string(section.name), i);
            rule.subject = selector;
            rule.subject_mark = subject->mark;
            rule.for_nodes = for_nodes;
            rule.default_deny = given == nullptr || given->as_boolean().value_or(true);
            rules_.push_back(std::move(rule));
        }
    }
}

}  // namespace

bool is_cilium_policy(const manifest::Manifest& manifest) {
    const auto* kind = manifest::find_policy_kind(manifest.kind);
    return kind != nullptr && kind->of_cilium;
}

bool is_policy(const manifest::Manifest& manifest) {
    return manifest::find_policy_kind(manifest.kind) != nullptr;
}

std::string namespace_of(const manifest::Manifest& manifest) {
    return manifest::applied_namespace(manifest, "default");
}

PolicyId policy_id(const manifest::Manifest& manifest) {
    return {manifest.kind, namespace_of(manifest), manifest.name};
}

std::string policy_name(const manifest::Manifest& manifest) {
    return qualified_name(policy_id(manifest));
}

std::vector<Rule> translate_cilium(const manifest::Manifest& stored, const Cilium& cilium) {
    CiliumTranslator translator(stored, cilium);
    if (const yaml::Node* spec = stored.document.find("spec")) translator.add_spec(*spec, "");
    if (const yaml::Node* specs = stored.document.find("specs")) {
        for (size_t i = 0; i < specs->items.size(); ++i) {
            translator.add_spec(specs->items[i], manifest::child("specs", i) + ".");
        }
    }
    return translator.take();
}

}  // namespace pgreach::engine
