#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "engine/translate.hpp"
#include "engine/versions.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/gap.hpp"
#include "lint/selector_algebra.hpp"
#include "lint/unresolved.hpp"

namespace pgreach::lint {
namespace {

using engine::Direction;
using engine::Operator;
using engine::Rule;
using engine::Selector;

const char* word_for(Direction direction) {
    return direction == Direction::ingress ? "ingress" : "egress";
}

const yaml::Entry* entry_of(const yaml::Node& map, std::string_view key) {
    const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                    [key](const yaml::Entry& entry) { return entry.key == key; });
    return found == map.entries.end() ? nullptr : &*found;
}

bool says_default_deny(const yaml::Node& spec, Direction direction) {
    const yaml::Node* given = spec.find("enableDefaultDeny");
    return given != nullptr && given->find(word_for(direction)) != nullptr;
}

// Somebody else lets in what is meant to get in, and so closes the rest for all these pods.
bool is_closed_anyway(const Given& given, const Rule& rule) {
    return std::any_of(given.rules.begin(), given.rules.end(), [&rule](const PlacedRule& other) {
        return other.rule->direction == rule.direction && !other.rule->deny && other.rule->default_deny &&
               covers(other.rule->subject, rule.subject);
    });
}

// Deny rules bring default deny as others do: whoever has nothing else closes everything.
void check_deny_only(const Given& given, const PlacedRule& placed, Diagnostics& found) {
    const Rule& rule = *placed.rule;
    if (!rule.deny || !rule.default_deny || says_default_deny(*placed.spec, rule.direction)) return;
    const auto& all = placed.policy->examination.rules;
    const auto first = std::find_if(all.begin(), all.end(), [&rule](const Rule& other) {
        return other.direction == rule.direction && other.subject_mark == rule.subject_mark;
    });
    if (&*first != &rule || is_closed_anyway(given, rule)) return;
    const std::string direction = word_for(rule.direction);
    const yaml::Entry* section = entry_of(*placed.spec, direction + "Deny");
    const bool sayable = given.options.cilium.version >= engine::CiliumVersion{1, 16, 0};
    found.push_back(warning(*placed.policy, section == nullptr ? rule.mark : section->mark, code::deny_only,
                            "this policy has deny rules only, and closes all other " + direction +
                                " of its pods as well: deny rules bring default deny, and no rule allows the rest",
                            sayable
                                ? "write enableDefaultDeny: {" + direction + ": false} if only these are to be denied"
                                : "add a rule that allows the rest"));
}

bool is_negative(const engine::Requirement& requirement) {
    return requirement.op == Operator::not_in || requirement.op == Operator::does_not_exist;
}

// What is no pod, by the names that people know it by.
struct Outsider {
    const char* name;
    EndpointKind kind;
    const char* cidr;
};
constexpr std::array outsiders = {Outsider{"the world", EndpointKind::cidr, "203.0.113.7/32"},
                                  Outsider{"nodes", EndpointKind::remote_node, ""}};

// What lacks a label meets "not this value of it". A selector that asks for nothing else of pods means everybody.
void check_negation(const Given& given, const PlacedRule& placed, Diagnostics& found) {
    for (const auto& peer : placed.rule->peers) {
        const auto* selector = std::get_if<Selector>(&peer.what);
        if (selector == nullptr || peer.text.starts_with("entity ") || selector->asks_for_prefix("reserved", ""))
            continue;
        if (std::none_of(selector->requirements.begin(), selector->requirements.end(), is_negative)) continue;
        std::vector<std::string> selected;
        for (const auto& outsider : outsiders) {
            const Endpoint endpoint{.name = "x", .kind = outsider.kind, .cidr = outsider.cidr};
            if (selector->matches(engine::identity_labels(endpoint, World{}, given.options.cilium))) {
                selected.emplace_back(outsider.name);
            }
        }
        if (selected.empty()) continue;
        const bool cilium = engine::is_cilium_policy(placed.policy->manifest);
        found.push_back(warning(
            *placed.policy, peer.mark, code::negation_selects_world,
            "this selects " + enumerate(selected) + " as well: they have no such label, which is what it asks for",
            cilium
                ? "add to matchExpressions: '- {key: k8s:io.kubernetes.pod.namespace, operator: Exists}', which only "
                  "pods have"
                : "add to the matchExpressions of namespaceSelector: '- {key: kubernetes.io/metadata.name, operator: "
                  "Exists}', which only pods' namespaces have"));
    }
}

void check_names(const Given& given, const PlacedRule& placed, Diagnostics& found) {
    if (placed.rule->deny || !has_names(placed)) return;
    const bool learned = std::any_of(given.rules.begin(), given.rules.end(), [&placed](const PlacedRule& other) {
        return learns_names(other) && !contradictory(both(other.rule->subject, placed.rule->subject));
    });
    if (learned) return;
    const std::string spec = placed.rule->path.substr(0, placed.rule->path.rfind('.') + 1);
    found.push_back(
        warning(*placed.policy, entry_of(*placed.item, "toFQDNs")->mark, code::names_not_learned,
                "no rule lets the agent see DNS answers of these pods, so it does not learn what these names "
                "stand for, and the rule opens nothing",
                "add to " + spec + "egress: '- " + learn_names_rule + "'"));
}

bool is_known_service(const Given& given, const std::string& ns, const std::string& name) {
    return std::any_of(given.others.begin(), given.others.end(), [&](const manifest::Manifest& object) {
        return object.kind == "Service" && object.api_version == "v1" && object.name == name && object.ns == ns;
    });
}

// Cilium, RulesToPolicyEntries and pkg/policy/k8s/service.go: what Services stand for becomes peers; nothing becomes
// none, and ports without peers are for everyone.
void check_services(const Given& given, const PlacedRule& placed, Diagnostics& found) {
    const yaml::Node* services = placed.item == nullptr ? nullptr : placed.item->find("toServices");
    if (services == nullptr || placed.rule->any_port || !placed.rule->peers.empty()) return;
    for (const auto& item : services->items) {
        const yaml::Node* named = item.find("k8sService");
        const yaml::Node* name = named == nullptr ? nullptr : named->find("serviceName");
        if (name == nullptr) continue;
        const yaml::Node* given_ns = named->find("namespace");
        const std::string ns = given_ns == nullptr ? placed.policy->manifest.ns : given_ns->text;
        if (is_known_service(given, ns, name->text)) continue;
        std::vector<std::string> ports;
        for (const auto& range : placed.rule->ports) ports.push_back(to_text(range));
        found.push_back(warning(*placed.policy, item.mark, code::services_beside_ports,
                                std::string("as long as there is no Service ") + ns + "/" + name->text +
                                    ", or it has no "
                                    "endpoint, this rule " +
                                    (placed.rule->deny ? "denies " : "opens ") + enumerate(ports) +
                                    " to everyone: a Service that stands for nothing leaves a rule without peers",
                                "name the pods behind it by toEndpoints"));
    }
}

void check_port_range(const Given& given, const PlacedRule& placed, Diagnostics& found) {
    const bool kept = has(given.options.cilium.version, engine::Behaviour::network_policy_port_ranges);
    if (kept || engine::is_cilium_policy(placed.policy->manifest) || placed.item == nullptr) return;
    const yaml::Node* ports = placed.item->find("ports");
    if (ports == nullptr) return;
    for (const auto& port : ports->items) {
        const yaml::Entry* end = entry_of(port, "endPort");
        if (end == nullptr) continue;
        const yaml::Node* first = port.find("port");
        found.push_back(warning(*placed.policy, end->mark, code::end_port_ignored,
                                "Cilium " + engine::to_string(given.options.cilium.version) +
                                    " does not read endPort of a NetworkPolicy: of this range it takes port " +
                                    (first == nullptr ? "" : first->text) + " alone",
                                "write a CiliumNetworkPolicy, or each port by itself"));
    }
}

}  // namespace

void check_surprises(const Given& given, Diagnostics& found) {
    for (const auto& placed : given.rules) {
        check_deny_only(given, placed, found);
        check_negation(given, placed, found);
        check_names(given, placed, found);
        check_services(given, placed, found);
        check_port_range(given, placed, found);
    }
}

}  // namespace pgreach::lint
