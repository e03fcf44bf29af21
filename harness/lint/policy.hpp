#pragma once

#include <string>
#include <string_view>
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
    std::vector<std::string> variables = {};  // paths of what depends on variables of a template

    std::string name() const;  // "default/default-deny"; without a namespace where nobody knows it
};

// In place of a namespace that no file tells: one for each folder, as those of one folder go together.
std::string unknown_namespace(const std::string& folder);
bool is_unknown(std::string_view ns);

// In the order of a text.
bool is_before(Mark one, Mark other);

// Where the rule is in its document; it names its place below the spec, or from "specs" on.
std::string full_path(const engine::Rule& rule);

// A rule with its place in the document. Points into its policy.
struct PlacedRule {
    const Policy* policy = nullptr;
    const engine::Rule* rule = nullptr;
    const yaml::Node* spec = nullptr;
    const yaml::Node* item = nullptr;  // null where the rule is implied: a NetworkPolicy that closes a direction
    bool has_variables = false;        // something of it, or of its policy's selector, comes from a template's variable
    bool has_variable_ports = false;

    std::string name() const;           // "default/cnpg-operator-access ingress[0]"
    Mark subject_mark() const;          // of endpointSelector or podSelector
    const yaml::Node* subject() const;  // its value; may be null
};
// The selector of a peer that is pods by their labels; null where it is an entity, a block, a name, a group or
// everyone.
const engine::Selector* pods_of(const PlacedRule& placed, const engine::Peer& peer);
std::vector<PlacedRule> rules_of(const std::vector<Policy>& policies);

// What the checks look at: policies that would be in force, and the other objects beside them. Moving keeps addresses.
struct Given {
    std::vector<Policy> policies;
    std::vector<PlacedRule> rules;  // of all policies, in their order
    std::vector<manifest::Manifest> others;
    std::vector<manifest::Manifest> rejected;  // stored, and the agent takes nothing of them
    const Options& options;
};

// The sections that hold rules, where the spec gives them: ingress, ingressDeny, egress, egressDeny.
const std::vector<std::string>& section_names();
// Something of the document begins there, a key or a value.
bool holds_mark(const yaml::Node& node, Mark mark);
// The specs of a document: spec, and the items of specs.
std::vector<const yaml::Node*> specs_of(const yaml::Node& document);

Diagnostic warning(const Policy& policy, Mark mark, const char* code, std::string text, std::string remedy);

}  // namespace pgreach::lint
