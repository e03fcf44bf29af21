#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/peers.hpp"
#include "engine/ports.hpp"
#include "engine/translate.hpp"
#include "engine/versions.hpp"
#include "manifest/path.hpp"

namespace pgreach::engine {
namespace {

bool given(const yaml::Node* node) {
    return node != nullptr && !node->is_null();
}

// Labels of a namespace are labels of its pods, below a prefix. An empty selector means every namespace.
void add_namespace(Selector& selector, const yaml::Node& node) {
    Selector labels = parse_selector(node, "k8s");
    if (labels.requirements.empty()) return selector.require(k8s(namespace_key), Operator::exists);
    for (auto& requirement : labels.requirements) {
        requirement.key.key = std::string(namespace_labels_prefix) + "." + requirement.key.key;
        selector.requirements.push_back(std::move(requirement));
    }
}

Peer parse_peer(const yaml::Node& node, const std::string& ns, const Cilium& cilium) {
    if (const yaml::Node* block = node.find("ipBlock"); given(block)) return block_peer(*block, "ipBlock");
    Selector selector;
    const yaml::Node* pods = node.find("podSelector");
    if (given(pods)) selector = parse_selector(*pods, "k8s");
    std::string text = to_text(selector);
    if (seeks_in_local_cluster(cilium) && !selector.asks_for(k8s(cluster_key))) {
        selector.require(k8s(cluster_key), cilium.config.cluster_name);
    }
    if (const yaml::Node* namespaces = node.find("namespaceSelector"); given(namespaces)) {
        add_namespace(selector, *namespaces);
        text += " in namespaces with " + to_text(parse_selector(*namespaces, "any"));
    } else {
        selector.require(k8s(namespace_key), ns);
    }
    return {std::move(selector), std::move(text), node.mark, true};
}

bool lists_type(const yaml::Node& spec, std::string_view type) {
    const yaml::Node* types = spec.find("policyTypes");
    if (!given(types)) return false;
    return std::any_of(types->items.begin(), types->items.end(),
                       [type](const yaml::Node& item) { return item.text == type; });
}

class NetworkPolicyTranslator {
  public:
    NetworkPolicyTranslator(const manifest::Manifest& stored, const Cilium& cilium)
        : policy_(policy_id(stored)), namespace_(namespace_of(stored)), cilium_(cilium) {}

    std::vector<Rule> translate(const yaml::Node& spec);

  private:
    Rule rule(Direction direction, std::string path, Mark mark) const;
    void add_items(const yaml::Node* list, Direction direction, std::string_view peers_key);

    PolicyId policy_;
    std::string namespace_;
    const Cilium& cilium_;
    Selector subject_;
    Mark subject_mark_;
    std::vector<Rule> rules_;
};

Rule NetworkPolicyTranslator::rule(Direction direction, std::string path, Mark mark) const {
    return {.policy = policy_,
            .path = std::move(path),
            .mark = mark,
            .direction = direction,
            .subject = subject_,
            .subject_mark = subject_mark_};
}

void NetworkPolicyTranslator::add_items(const yaml::Node* list, Direction direction, std::string_view peers_key) {
    if (!given(list)) return;
    for (size_t i = 0; i < list->items.size(); ++i) {
        const yaml::Node& item = list->items[i];
        const std::string section = direction == Direction::ingress ? "ingress" : "egress";
        Rule added = rule(direction, manifest::child(section, i), item.mark);
        if (const yaml::Node* peers = item.find(peers_key); given(peers)) {
            for (const auto& peer : peers->items) added.peers.push_back(parse_peer(peer, namespace_, cilium_));
        }
        if (added.peers.empty()) added.peers.push_back({Selector{}, "everyone", item.mark, true});
        if (const yaml::Node* ports = item.find("ports"); given(ports)) {
            added.any_port = ports->items.empty();
            for (const auto& port : ports->items) {
                added.ports.push_back(parse_network_policy_port(port));
                if (!has(cilium_.version, Behaviour::network_policy_port_ranges)) added.ports.back().to = 0;
            }
        }
        rules_.push_back(std::move(added));
    }
}

std::vector<Rule> NetworkPolicyTranslator::translate(const yaml::Node& spec) {
    if (const yaml::Node* pods = spec.find("podSelector"); given(pods)) {
        subject_ = parse_selector(*pods, "k8s");
        subject_mark_ = pods->mark;
    }
    subject_.require(k8s(namespace_key), namespace_);
    const auto isolate = [this, &spec](Direction direction, const std::string& path) {
        Rule closing = rule(direction, path, spec.mark);
        closing.selects_nobody = true;
        rules_.push_back(std::move(closing));
    };
    add_items(spec.find("ingress"), Direction::ingress, "from");
    if (rules_.empty() && (lists_type(spec, "Ingress") || !lists_type(spec, "Egress"))) {
        isolate(Direction::ingress, "ingress");
    }
    const size_t before = rules_.size();
    add_items(spec.find("egress"), Direction::egress, "to");
    if (rules_.size() == before && lists_type(spec, "Egress")) isolate(Direction::egress, "egress");
    return std::move(rules_);
}

}  // namespace

std::vector<Rule> translate_network_policy(const manifest::Manifest& stored, const Cilium& cilium) {
    const yaml::Node* spec = stored.document.find("spec");
    const yaml::Node nothing = yaml::make_map({});  // without a spec it selects every pod, and closes them
    return NetworkPolicyTranslator(stored, cilium).translate(given(spec) ? *spec : nothing);
}

}  // namespace pgreach::engine
