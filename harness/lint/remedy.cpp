#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "engine/translate.hpp"
#include "lint/gap.hpp"
#include "lint/selector_algebra.hpp"
#include "manifest/cidr.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Party;
using engine::Direction;
using engine::Operator;
using engine::Selector;

bool is_of_cluster(Party party) {
    return party == Party::primary || party == Party::replica || party == Party::instance || party == Party::join_job ||
           party == Party::bootstrap_job;
}

void add_cluster(Selector& selector, const std::string& name) {
    const auto key = engine::k8s(cnpg::cluster_label);
    if (name.empty()) {
        selector.require(key, Operator::exists);
    } else {
        selector.require(key, name);
    }
}

// What tells the pods of a participant from others of their namespace.
Selector selector_of(Party party, const Participant& participant, const ClusterFacts& cluster) {
    Selector selector;
    if (is_of_cluster(party)) add_cluster(selector, cluster.name);
    for (const auto& [key, value] : participant.selected_by) selector.require(engine::k8s(key), value);
    return selector;
}

// In words of one kind of policy.
class RuleWriter {
  public:
    RuleWriter(const Gap& gap, bool cilium, std::string ns) : gap_(gap), cilium_(cilium), ns_(std::move(ns)) {}

    // "{fromEndpoints: …, toPorts: …}"; empty where this kind cannot say it.
    std::string rule() const;

  private:
    bool inward() const { return gap_.direction == Direction::ingress; }
    std::string side() const { return inward() ? "from" : "to"; }
    std::string peer() const;
    std::string pods(Selector selector, const std::string& ns) const;
    std::string address() const;
    std::string ports() const;

    const Gap& gap_;
    bool cilium_;
    std::string ns_;  // of the policy; empty for a clusterwide one
};

std::string RuleWriter::pods(Selector selector, const std::string& ns) const {
    const std::string text = selector_text(selector);
    if (!cilium_) {
        std::vector<std::string> parts;
        if (ns != ns_)
            parts.push_back("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + quoted(ns) + "}}");
        if (text != "{}" || parts.empty()) parts.push_back("podSelector: " + text);
        return side() + ": [{" + join(parts, ", ") + "}]";
    }
    const std::string labels = std::string(engine::namespace_key) + ": " + quoted(ns);
    if (ns == ns_ || ns.empty()) return side() + "Endpoints: [" + text + "]";
    if (text == "{}") return side() + "Endpoints: [{matchLabels: {" + labels + "}}]";
    constexpr std::string_view begin = "{matchLabels: {";
    if (text.starts_with(begin)) {
        return side() + "Endpoints: [" + std::string(begin) + labels + ", " + text.substr(begin.size()) + "]";
    }
    return side() + "Endpoints: [{matchLabels: {" + labels + "}, " + text.substr(1) + "]";
}

// Of an object store or a source outside the cluster.
std::string RuleWriter::address() const {
    const std::string& host = gap_.peer->address.host;
    if (const auto block = manifest::parse_address_or_cidr(host)) {
        const std::string text = quoted(host + (block->v6 ? "/128" : "/32"));
        return cilium_ ? side() + "CIDR: [" + text + "]" : side() + ": [{ipBlock: {cidr: " + text + "}}]";
    }
    if (!cilium_) return {};
    if (!host.starts_with("*.")) return "toFQDNs: [{matchName: " + quoted(host) + "}]";
    // An asterisk stands for no dot: names of two to four labels before the provider's domain.
    std::vector<std::string> patterns;
    for (std::string pattern = host; patterns.size() < 4; pattern = "*." + pattern) {
        patterns.push_back("{matchPattern: \"" + pattern + "\"}");
    }
    return "toFQDNs: [" + join(patterns, ", ") + "]";
}

std::string RuleWriter::peer() const {
    switch (gap_.peer_party) {
        case Party::api_server:
            return cilium_ ? side() + "Entities: [kube-apiserver]" : "";
        case Party::kubelet:
            return cilium_ ? side() + "Entities: [host]" : "";
        case Party::controller:
            return pods({}, gap_.peer->ns);
        case Party::object_store:
        case Party::source:
            if (gap_.peer->ns.empty()) return address();
            [[fallthrough]];
        default:
            return pods(selector_of(gap_.peer_party, *gap_.peer, *gap_.cluster), gap_.peer->ns);
    }
}

std::string RuleWriter::ports() const {
    if (gap_.peer_party == Party::api_server && !inward()) return {};
    const int number = gap_.need->port != 0 ? gap_.need->port : gap_.peer->address.port;
    const std::string port = std::to_string(number);
    if (gap_.need->protocol == Protocol::udp) {
        if (!cilium_) return ", ports: [{port: " + port + ", protocol: UDP}, {port: " + port + ", protocol: TCP}]";
        return ", toPorts: [{ports: [{port: \"" + port + "\", protocol: ANY}]}]";
    }
    if (!cilium_) return ", ports: [{port: " + port + ", protocol: TCP}]";
    return ", toPorts: [{ports: [{port: \"" + port + "\", protocol: TCP}]}]";
}

std::string RuleWriter::rule() const {
    if (cilium_ && gap_.peer_party == Party::dns && gap_.uses_names) return learn_names_rule;
    const std::string who = peer();
    return who.empty() ? std::string() : "{" + who + ports() + "}";
}

// The rule, and the one that makes names known where it needs one.
std::vector<std::string> rules_for(const Gap& gap, bool cilium, const std::string& ns) {
    std::vector<std::string> rules = {RuleWriter(gap, cilium, ns).rule()};
    if (rules.front().empty()) return {};
    if (rules.front().starts_with("{toFQDNs") && !gap.learns_names) rules.emplace_back(learn_names_rule);
    return rules;
}

// All that the rule's policy selects is the participant's own.
bool is_for_it_alone(const Gap& gap) {
    const Selector own = selector_of(gap.subject_party, *gap.subject, *gap.cluster);
    const Selector& subject = gap.by->rule->subject;
    if (gap.subject_party == Party::pooler && demands(subject, cnpg::cluster_label)) return true;
    return std::all_of(own.requirements.begin(), own.requirements.end(),
                       [&subject](const auto& wanted) { return demands(subject, wanted.key.key); });
}

std::string section_of(const Gap& gap) {
    const std::string& path = gap.by->rule->path;
    const std::string spec = path.starts_with("specs[") ? path.substr(0, path.find('.') + 1) : "";
    return spec + (gap.direction == Direction::ingress ? "ingress" : "egress");
}

std::string free_name(const Given& given, const std::string& wanted) {
    std::set<std::string> taken;
    for (const auto& policy : given.policies) taken.insert(policy.manifest.name);
    std::string name = wanted;
    for (int i = 2; taken.count(name) > 0; ++i) name = wanted + "-" + std::to_string(i);
    return name;
}

// Lower case, digits and '-', as names of objects have them.
std::string as_name(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return std::isalnum(c) != 0 ? static_cast<char>(std::tolower(c)) : '-'; });
    text.erase(0, text.find_first_not_of('-'));
    return text;
}

std::string peer_word(const Gap& gap) {
    switch (gap.peer_party) {
        case Party::api_server:
            return "api-server";
        case Party::kubelet:
            return "host";
        case Party::dns:
            return "dns";
        case Party::prometheus:
            return "prometheus";
        case Party::controller:
            return "operator";
        case Party::plugin:
            return "backup-plugin";
        case Party::object_store:
        case Party::source:
            return as_name(gap.peer->address.host);
        case Party::pooler:
            return as_name(gap.peer->selected_by.begin()->second);
        default:
            return "cluster";
    }
}

// The same for needs that the same rule meets, and for no others: "pg-from-operator-8000".
std::string policy_name_for(const Gap& gap) {
    std::string name = gap.cluster->name.empty() ? "cnpg" : gap.cluster->name;
    if (gap.subject_party == Party::controller) name = "cnpg-operator";
    if (!gap.subject->selected_by.empty() && gap.subject_party != Party::controller) {
        name = as_name(gap.subject->selected_by.begin()->second);
    }
    name += (gap.direction == Direction::ingress ? "-from-" : "-to-") + peer_word(gap);
    return gap.need->port == 0 ? name : name + "-" + std::to_string(gap.need->port);
}

std::string policy_text(const Given& given, const Gap& gap, bool cilium, const std::vector<std::string>& rules) {
    const std::string name = free_name(given, policy_name_for(gap));
    const std::string subject =
        selector_text(both(gap.by->rule->subject, selector_of(gap.subject_party, *gap.subject, *gap.cluster)));
    const bool inward = gap.direction == Direction::ingress;
    const std::string lists = std::string(inward ? "ingress" : "egress") + ": [" + join(rules, ", ") + "]";
    const std::string metadata =
        ", metadata: {name: " + quoted(name) + ", namespace: " + quoted(gap.subject->ns) + "}, spec: {";
    if (cilium) {
        return "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy" + metadata + "endpointSelector: " + subject +
               ", " + lists + "}}";
    }
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy" + metadata + "podSelector: " + subject +
           ", policyTypes: [" + (inward ? "Ingress" : "Egress") + "], " + lists + "}}";
}

std::string rule_to_add(const Given& given, const Gap& gap) {
    const auto& manifest = gap.by->policy->manifest;
    const bool cilium = engine::is_cilium_policy(manifest);
    const auto own = rules_for(gap, cilium, engine::namespace_of(manifest));
    if (!own.empty() && (is_for_it_alone(gap) || gap.cluster->ns.empty())) {
        std::vector<std::string> items;
        for (const auto& rule : own) items.push_back("'- " + rule + "'");
        return "add to " + section_of(gap) + ": " + enumerate(items);
    }
    const bool sayable = cilium || !own.empty();
    const auto rules = rules_for(gap, cilium || !sayable, gap.subject->ns);
    return "apply beside it: '" + policy_text(given, gap, cilium || !sayable, rules) + "'";
}

// It has deny rules only, for this direction: whoever writes them may not know that they close everything else.
bool only_denies(const Gap& gap) {
    const auto& rules = gap.by->policy->examination.rules;
    return gap.by->rule->deny && std::all_of(rules.begin(), rules.end(), [&gap](const engine::Rule& rule) {
               return rule.direction != gap.direction || rule.deny;
           });
}

}  // namespace

const char* const learn_names_rule =
    "{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: kube-system, k8s-app: kube-dns}}], toPorts: [{ports: "
    "[{port: \"53\", protocol: ANY}], rules: {dns: [{matchPattern: \"*\"}]}}]}";

std::string remedy_for(const Given& given, const Gap& gap) {
    if (gap.denied) {
        const std::string narrow = "deny wins over allow: leave this flow out of " + gap.by->name();
        return gap.still_closed ? narrow + ", and " + rule_to_add(given, gap) : narrow;
    }
    const std::string add = rule_to_add(given, gap);
    if (!only_denies(gap)) return add;
    const std::string direction = gap.direction == Direction::ingress ? "ingress" : "egress";
    return add + "; or write enableDefaultDeny: {" + direction +
           ": false} into that policy: then its deny rules close nothing else";
}

}  // namespace pgreach::lint
