#include "lint/policy.hpp"

#include <utility>

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

// Rules name their place below the spec, or from "specs" on.
std::string full_path(const engine::Rule& rule) {
    return rule.path.starts_with("specs[") ? rule.path : "spec." + rule.path;
}

PlacedRule place(const Policy& policy, const engine::Rule& rule) {
    const std::string path = full_path(rule);
    const Place found = find_place(policy.examination.stored, path);
    PlacedRule placed{&policy, &rule, nullptr, nullptr};
    if (found.path == path && path.ends_with(']')) placed.item = found.node;
    const size_t spec_end = path.find('.');
    placed.spec = find_place(policy.examination.stored, path.substr(0, spec_end)).node;
    return placed;
}

}  // namespace

bool is_before(Mark one, Mark other) {
    return std::pair(one.line, one.column) < std::pair(other.line, other.column);
}

std::string Policy::name() const {
    return engine::policy_name(manifest);
}

std::string PlacedRule::name() const {
    return rule->policy + " " + rule->path;
}

Mark PlacedRule::subject_mark() const {
    const yaml::Entry* entry = subject_entry(*spec);
    return entry == nullptr ? spec->mark : entry->mark;
}

const yaml::Node* PlacedRule::subject() const {
    const yaml::Entry* entry = subject_entry(*spec);
    return entry == nullptr ? nullptr : &entry->value;
}

std::vector<PlacedRule> rules_of(const std::vector<Policy>& policies) {
    std::vector<PlacedRule> rules;
    for (const auto& policy : policies) {
        for (const auto& rule : policy.examination.rules) rules.push_back(place(policy, rule));
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

Diagnostic warning(const Policy& policy, Mark mark, const char* code, std::string text, std::string remedy) {
    return {Severity::warning, policy.manifest.source, mark, std::move(text), std::move(remedy), code};
}

}  // namespace pgreach::lint
