#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/examine.hpp"
#include "lint/lint.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::lint {

// A policy with what API server and agent say of it.
struct Policy {
    manifest::Manifest manifest;
    engine::Examination examination;

    std::string name() const;  // "default/default-deny"
};

// In the order of a text.
bool is_before(Mark one, Mark other);

// A rule with its place in the document. Points into its policy.
struct PlacedRule {
    const Policy* policy = nullptr;
    const engine::Rule* rule = nullptr;
    const yaml::Node* spec = nullptr;
    const yaml::Node* item = nullptr;  // null where the rule is implied: a NetworkPolicy that closes a direction

    std::string name() const;           // "default/cnpg-operator-access ingress[0]"
    Mark subject_mark() const;          // of endpointSelector or podSelector
    const yaml::Node* subject() const;  // its value; may be null
};
std::vector<PlacedRule> rules_of(const std::vector<Policy>& policies);

// What the checks look at: policies that would be in force, and the other objects beside them. Moving keeps addresses.
struct Given {
    std::vector<Policy> policies;
    std::vector<PlacedRule> rules;  // of all policies, in their order
    std::vector<manifest::Manifest> others;
    const Options& options;
};

// The sections that hold rules, where the spec gives them: ingress, ingressDeny, egress, egressDeny.
const std::vector<std::string>& section_names();
// The specs of a document: spec, and the items of specs.
std::vector<const yaml::Node*> specs_of(const yaml::Node& document);

Diagnostic warning(const Policy& policy, Mark mark, const char* code, std::string text, std::string remedy);

}  // namespace pgreach::lint
