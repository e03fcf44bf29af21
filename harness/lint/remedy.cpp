#include <algorithm>
#include <cctype>
#include <memory>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "engine/translate.hpp"
#include "lint/coverage.hpp"
#include "lint/gap.hpp"
#include "lint/rule_text.hpp"
#include "lint/selector_algebra.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Party;
using engine::Direction;
using engine::Selector;

Selector own_selector(const Gap& gap) {
    return selector_of(gap.subject_party, *gap.subject, *gap.cluster, gap.subject_party == Party::controller);
}

// All that the rule's policy selects is the participant's own.
bool is_for_it_alone(const Gap& gap) {
    const Selector own = own_selector(gap);
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

std::string policy_text(const Given& given, const Gap& gap, const std::string& wanted, bool cilium,
                        const std::vector<std::string>& rules) {
    const std::string name = free_name(given, wanted);
    const std::string subject = selector_text(both(gap.by->rule->subject, own_selector(gap)));
    const bool inward = gap.direction == Direction::ingress;
    const std::string lists = std::string(inward ? "ingress" : "egress") + ": [" + join(rules, ", ") + "]";
    const std::string where = is_unknown(gap.subject->ns) ? "" : ", namespace: " + quoted(gap.subject->ns);
    const std::string metadata = ", metadata: {name: " + quoted(name) + where + "}, spec: {";
    if (cilium) {
        return "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy" + metadata + "endpointSelector: " + subject +
               ", " + lists + "}}";
    }
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy" + metadata + "podSelector: " + subject +
           ", policyTypes: [" + (inward ? "Ingress" : "Egress") + "], " + lists + "}}";
}

// What is added would make something that is there superfluous.
bool covers_another(const Given& given, const std::string& policy) {
    const auto read = manifest::read(std::make_shared<const Source>(Source{"remedy", policy}));
    if (read.manifests.empty()) return false;
    const auto added = engine::examine(read.manifests.front(), FieldValidation::strict, given.options.cilium);
    const auto covered = [&](const engine::Rule& wide, const PlacedRule& placed) {
        const auto& rule = *placed.rule;
        if (rule.deny || rule.direction != wide.direction || !covers_subject_and_ports(wide, rule)) return false;
        return std::any_of(rule.peers.begin(), rule.peers.end(), [&](const engine::Peer& peer) {
            return std::any_of(wide.peers.begin(), wide.peers.end(),
                               [&](const engine::Peer& other) { return covers(other, peer, given.options.cilium); });
        });
    };
    return std::any_of(given.rules.begin(), given.rules.end(), [&](const PlacedRule& placed) {
        return std::any_of(added.rules.begin(), added.rules.end(),
                           [&](const engine::Rule& rule) { return covered(rule, placed); });
    });
}

std::string rule_to_add(const Given& given, const Gap& gap, bool precise) {
    const auto& policy = gap.by->policy->manifest;
    const bool own = engine::is_cilium_policy(policy);
    const auto here = rules_for(gap, own, engine::namespace_of(policy), precise);
    const bool cilium = own || here.empty();  // a NetworkPolicy cannot say it
    const auto rules = rules_for(gap, cilium, gap.subject->ns, precise);
    const std::string beside = policy_text(given, gap, policy_name_for(gap), cilium, rules);
    if (!precise && covers_another(given, beside)) return rule_to_add(given, gap, true);
    if (here.empty() || !(is_for_it_alone(gap) || gap.cluster->ns.empty())) return "apply beside it: '" + beside + "'";
    std::vector<std::string> items;
    for (const auto& rule : here) items.push_back("'- " + rule + "'");
    return "add to " + section_of(gap) + ": " + enumerate(items);
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

std::string policy_beside(const Given& given, const std::vector<Gap>& gaps) {
    std::vector<std::string> rules;
    const Gap& first = gaps.front();
    for (const auto& gap : gaps) {
        if (gap.direction != first.direction || gap.cluster != first.cluster) continue;
        const auto own = rules_for(gap, true, gap.subject->ns, false);
        rules.insert(rules.end(), own.begin(), own.end());
    }
    const std::string owner = first.cluster->name.empty() ? "cnpg" : first.cluster->name;
    return policy_text(given, first, owner + "-needs", true, rules);
}

std::string remedy_for(const Given& given, const Gap& gap) {
    if (gap.denied) {
        const std::string narrow = "deny wins over allow: leave this flow out of " + gap.by->name();
        return gap.still_closed ? narrow + ", and " + rule_to_add(given, gap, false) : narrow;
    }
    const std::string add = rule_to_add(given, gap, false);
    if (!only_denies(gap)) return add;
    const std::string direction = gap.direction == Direction::ingress ? "ingress" : "egress";
    return add + "; or write enableDefaultDeny: {" + direction +
           ": false} into that policy: then its deny rules close nothing else";
}

}  // namespace pgreach::lint
