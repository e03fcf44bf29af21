#include <algorithm>
#include <utility>

#include "engine/peers.hpp"
#include "engine/ports.hpp"
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

class CiliumTranslator {
  public:
    CiliumTranslator(const manifest::Manifest& stored, CiliumVersion version)
        : policy_(policy_name(stored)), namespace_(namespace_of(stored)), version_(version) {}

    void add_spec(const yaml::Node& spec, const std::string& prefix);
    std::vector<Rule> take() { return std::move(rules_); }

  private:
    Rule translate(const yaml::Node& item, const Section& section);
    Selector peer_selector(const yaml::Node& node) const;
    bool lifts_namespace(const Selector& selector) const;
    void add_peers(Rule& rule, const std::string& key, const yaml::Node& list);

    std::string policy_;
    std::string namespace_;
    CiliumVersion version_;
    bool for_initialising_ = false;  // the subject asks for reserved:init: pods that have no labels yet
    std::vector<Rule> rules_;
};

bool CiliumTranslator::lifts_namespace(const Selector& selector) const {
    const std::string prefix = std::string(namespace_labels_prefix) + ".";
    return has(version_, Behaviour::namespace_labels_lift_it) &&
           (selector.asks_for_prefix("k8s", prefix) || selector.asks_for_prefix("any", prefix));
}

// Peers are sought in the policy's own namespace unless they name one; see getEndpointSelector.
Selector CiliumTranslator::peer_selector(const yaml::Node& node) const {
    Selector selector = parse_selector(node, "any");
    if (selector.asks_for_prefix("reserved", "")) return selector;
    if (!asks_for_either(selector, namespace_key)) {
        if (namespace_.empty()) {
            if (!for_initialising_) selector.require(k8s(namespace_key), Operator::exists);
        } else if (!lifts_namespace(selector)) {
            selector.require(k8s(namespace_key), namespace_);
        }
    }
    if (has(version_, Behaviour::peers_of_local_cluster) && !asks_for_either(selector, cluster_key)) {
        selector.require(k8s(cluster_key), local_cluster);
    }
    return selector;
}

void CiliumTranslator::add_peers(Rule& rule, const std::string& key, const yaml::Node& list) {
    if (list.items.empty() && closes_when_empty(key) && has(version_, Behaviour::empty_list_selects_nobody)) {
        rule.selects_nobody = true;
    }
    for (const auto& node : list.items) {
        if (key.ends_with("Endpoints")) {
            rule.peers.push_back({peer_selector(node), to_text(parse_selector(node, "any")), node.mark});
        } else if (key.ends_with("Entities")) {
            for (auto& selector : entity_selectors(node.text)) {
                rule.peers.push_back({std::move(selector), "entity " + node.text, node.mark});
            }
        } else {
            rule.peers.push_back(block_peer(node, key));
        }
    }
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
    return rule;
}

void CiliumTranslator::add_spec(const yaml::Node& spec, const std::string& prefix) {
    const yaml::Node* subject = spec.find("endpointSelector");
    if (subject == nullptr) return;  // nodeSelector: the host's own policy, which pods do not meet
    Selector selector = parse_selector(*subject, "any");
    for_initialising_ = selector.asks_for({"reserved", "init"});
    if (!namespace_.empty()) selector.require(k8s(namespace_key), namespace_);
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

std::vector<Rule> translate_cilium(const manifest::Manifest& stored, CiliumVersion version) {
    CiliumTranslator translator(stored, version);
    if (const yaml::Node* spec = stored.document.find("spec")) translator.add_spec(*spec, "");
    if (const yaml::Node* specs = stored.document.find("specs")) {
        for (size_t i = 0; i < specs->items.size(); ++i) {
            translator.add_spec(specs->items[i], manifest::child("specs", i) + ".");
        }
    }
    return translator.take();
}

}  // namespace pgreach::engine
