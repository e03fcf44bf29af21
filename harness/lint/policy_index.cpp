#include "lint/policy_index.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/labels.hpp"
#include "lint/generous.hpp"
#include "lint/selector_algebra.hpp"

namespace pgreach::lint {

PolicyIndex::PolicyIndex(const Given& given) : given_(given) {
    for (size_t i = 0; i < given.rules.size(); ++i) {
        by_namespace_[the_value(given.rules[i].rule->subject, engine::namespace_key)].push_back(i);
        if (is_open_to_question(given.rules[i])) questionable_.push_back(i);
    }
}

std::vector<const PlacedRule*> PolicyIndex::rules_for(const std::set<std::string>& namespaces) const {
    std::set<std::string> wanted = namespaces;
    wanted.insert("");
    std::vector<size_t> found;
    for (const auto& ns : wanted) {
        const auto rules = by_namespace_.find(ns);
        if (rules != by_namespace_.end()) found.insert(found.end(), rules->second.begin(), rules->second.end());
    }
    std::sort(found.begin(), found.end());
    std::vector<const PlacedRule*> result;
    for (const size_t rule : found) result.push_back(&given_.rules[rule]);
    return result;
}

std::vector<Perhaps> PolicyIndex::perhaps_for(const std::set<std::string>& namespaces) const {
    const bool all = std::any_of(namespaces.begin(), namespaces.end(), is_unknown);
    std::vector<size_t> candidates = questionable_;
    if (all) {
        candidates.resize(given_.rules.size());
        std::iota(candidates.begin(), candidates.end(), 0);
    }
    std::vector<Perhaps> result;
    for (const size_t candidate : candidates) {
        const PlacedRule& placed = given_.rules[candidate];
        const bool own = namespaces.count(the_value(placed.rule->subject, engine::namespace_key)) > 0;
        if (placed.rule->deny || (own && !placed.has_variables)) continue;
        const bool anywhere = all || is_unknown(placed.policy->manifest.ns);
        result.push_back({&placed, anywhere ? at_most_anywhere(placed) : at_most(placed)});
    }
    return result;
}

engine::PolicySet in_force(const std::vector<const PlacedRule*>& rules, const std::vector<Perhaps>& perhaps,
                           const engine::Cilium& cilium, bool deny) {
    engine::PolicySet policies(cilium);
    std::map<const Policy*, std::vector<engine::Rule>> by_policy;
    for (const auto* placed : rules) {
        engine::Rule rule = *placed->rule;
        if (rule.deny && !deny) {
            rule.deny = false;
            rule.selects_nobody = true;
        }
        by_policy[placed->policy].push_back(std::move(rule));
    }
    for (auto& [policy, own] : by_policy) {
        engine::Examination examination;
        examination.stored.kind = policy->manifest.kind;
        examination.stored.name = policy->manifest.name;
        examination.stored.ns = policy->manifest.ns;
        examination.rules = std::move(own);
        policies.apply(std::move(examination));
    }
    if (perhaps.empty()) return policies;
    engine::Examination examination;
    examination.stored.kind = "CiliumClusterwideNetworkPolicy";
    examination.stored.name = "perhaps";
    for (const auto& one : perhaps) examination.rules.push_back(one.at_most);
    policies.apply(std::move(examination));
    return policies;
}

}  // namespace pgreach::lint
