#include "lint/policy.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/translate.hpp"
#include "lint/place.hpp"

namespace pgreach::lint {
namespace {

const yaml::Entry* find_entry(const yaml::Node& map, std::string_view key) {
    for (const auto& entry : map.entries) {
        if (entry.key == key) return &entry;
    }
    return nullptr;
}

const yaml::Entry* subject_entry(const yaml::Node& spec) {
    const yaml::Entry* entry = find_entry(spec, "endpointSelector");
    return entry != nullptr ? entry : find_entry(spec, "podSelector");
}

PlacedRule place(const Policy& policy, const engine::Rule& rule) {
    const std::string path = full_path(rule);
    const Place found = find_place(policy.examination.stored, path);
    PlacedRule placed{&policy, &rule, nullptr, nullptr};
    if (found.path == path && path.ends_with(']')) placed.item = found.node;
    const size_t spec_end = path.find('.');
    const std::string spec = path.substr(0, spec_end);
    placed.spec = find_place(policy.examination.stored, spec).node;
    placed.has_variable_ports =
        std::any_of(policy.variables.begin(), policy.variables.end(), [&](const std::string& variable) {
            return variable.starts_with(path + ".toPorts") || variable.starts_with(path + ".ports");
        });
    placed.has_variables =
        std::any_of(policy.variables.begin(), policy.variables.end(), [&](const std::string& variable) {
            const bool in_rule = variable.starts_with(path);
            const bool in_section = variable.find("gress", spec.size()) != std::string::npos;
            return in_rule || (variable.starts_with(spec + ".") && !in_section);
        });
    return placed;
}

}  // namespace

std::string full_path(const engine::Rule& rule) {
    return rule.path.starts_with("specs[") ? rule.path : "spec." + rule.path;
}

bool is_before(Mark one, Mark other) {
    return std::pair(one.line, one.column) < std::pair(other.line, other.column);
}

std::string unknown_namespace(const std::string& folder) {
    return "?" + folder;
}

bool is_unknown(std::string_view ns) {
    return ns.starts_with('?');
}

std::string Policy::name() const {
    return is_unknown(manifest.ns) ? manifest.name : engine::policy_name(manifest);
}

std::string PlacedRule::name() const {
    return policy->name() + " " + rule->path;
}

Mark PlacedRule::subject_mark() const {
    const yaml::Entry* entry = subject_entry(*spec);
    return entry == nullptr ? spec->mark : entry->mark;
}

const yaml::Node* PlacedRule::subject() const {
    const yaml::Entry* entry = subject_entry(*spec);
    return entry == nullptr ? nullptr : &entry->value;
}

const engine::Selector* pods_of(const PlacedRule& placed, const engine::Peer& peer) {
    const auto* selector = std::get_if<engine::Selector>(&peer.what);
    if (selector == nullptr) return nullptr;
    const bool cilium = engine::is_cilium_policy(placed.policy->manifest);
    return (cilium ? peer.by_labels : !selector->requirements.empty()) ? selector : nullptr;
}

std::vector<PlacedRule> rules_of(const std::vector<Policy>& policies) {
    std::vector<PlacedRule> rules;
    for (const auto& policy : policies) {
        for (const auto& rule : policy.examination.rules) {
            if (!rule.for_nodes) rules.push_back(place(policy, rule));  // host policies: nothing here is about nodes
        }
    }
    return rules;
}

const std::vector<std::string>& section_names() {
    static const std::vector<std::string> names = {"ingress", "ingressDeny", "egress", "egressDeny"};
    return names;
}

std::vector<const yaml::Node*> specs_of(const yaml::Node& document) {
    std::vector<const yaml::Node*> specs;
    if (const yaml::Node* spec = document.find("spec")) specs.push_back(spec);
    if (const yaml::Node* list = document.find("specs")) {
        for (const auto& item : list->items) specs.push_back(&item);
    }
    return specs;
}

bool holds_mark(const yaml::Node& node, Mark mark) {
    return node.mark == mark ||
           std::any_of(node.items.begin(), node.items.end(),
                       [mark](const yaml::Node& item) { return holds_mark(item, mark); }) ||
           std::any_of(node.entries.begin(), node.entries.end(), [mark](const yaml::Entry& entry) {
               return entry.mark == mark || holds_mark(entry.value, mark);
           });
}

Diagnostic warning(const Policy& policy, Mark mark, const char* code, std::string text, std::string remedy) {
    return {Severity::warning, policy.manifest.source, mark, std::move(text), std::move(remedy), code};
}

}  // namespace pgreach::lint
