#pragma once

#include <string>
#include <vector>

#include "lint/cnpg_facts.hpp"
#include "lint/cnpg_world.hpp"
#include "lint/policy.hpp"
#include "model/cnpg_needs.hpp"

namespace pgreach::lint {

// A need that policies leave unmet, on one side of its flow. Points into what it was made from.
struct Gap {
    const cnpg::Need* need = nullptr;
    const ClusterFacts* cluster = nullptr;
    engine::Direction direction = engine::Direction::ingress;
    cnpg::Party subject_party = {};
    const Participant* subject = nullptr;  // whose policies close it
    cnpg::Party peer_party = {};
    const Participant* peer = nullptr;
    // The rule that denies it, or the first that brings default deny; null where no policy does, as agents that enforce
    // always close what nobody selects.
    const PlacedRule* by = nullptr;
    bool denied = false;           // `by` denies it; else it brings default deny, and no rule allows it
    bool still_closed = true;      // without deny rules it would be closed as well
    bool by_address_only = false;  // a block of addresses opens it, which the API server may have
    bool uses_names = false;       // its policies have rules with toFQDNs …
    bool learns_names = false;     // … and a rule with which the agent learns names
};

// What to write so that it is met, as text: a rule to add to the policy, a policy to apply beside it where the rule
// would be for other pods as well or cannot be said in this kind, and first of all the deny rule to narrow.
std::string remedy_for(const Given& given, const Gap& gap);

// One policy that closes all of these, which are of one cluster: beside the one that they come from.
std::string policy_beside(const Given& given, const std::vector<Gap>& gaps);

// The rule with which the agent sees DNS answers, and so learns what names stand for.
extern const char* const learn_names_rule;

// "{matchLabels: {app: db}}": in flow style, without what says the namespace. Empty is "{}".
std::string selector_text(const engine::Selector& selector);
// A scalar as YAML takes it for a string.
std::string quoted(const std::string& text);

}  // namespace pgreach::lint
