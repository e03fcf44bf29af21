#include "lint/policy_index.hpp"

#include <algorithm>
#include <utility>

#include "engine/labels.hpp"
#include "lint/selector_algebra.hpp"

namespace pgreach::lint {

PolicyIndex::PolicyIndex(const Given& given) : given_(given) {
    for (size_t i = 0; i < given.rules.size(); ++i) {
        by_namespace_[the_value(given.rules[i].rule->subject, engine::namespace_key)].push_back(i);
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

engine::PolicySet in_force(const std::vector<const PlacedRule*>& rules, const engine::Cilium& cilium, bool deny) {
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
    return policies;
}

}  // namespace pgreach::lint
