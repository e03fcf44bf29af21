#include "lint/superfluous.hpp"

#include <algorithm>

namespace pgreach::lint {
namespace {

// Rules of one spec share their subject, and the place where it stands.
bool same_spec(const engine::Rule& one, const engine::Rule& other) {
    return one.policy == other.policy && one.subject_mark == other.subject_mark;
}

}  // namespace

Removal removal_of(const Item& item, size_t items_of_rule) {
    if (items_of_rule > 1) return {"item", false};
    const auto& own = *item.rule->rule;
    const auto& rules = item.rule->policy->examination.rules;
    const auto stays = [&own](const engine::Rule& rule) { return &rule != &own && same_spec(rule, own); };
    const bool alone = std::none_of(rules.begin(), rules.end(), stays);
    const bool last = std::none_of(rules.begin(), rules.end(), [&](const engine::Rule& rule) {
        return stays(rule) && rule.direction == own.direction && rule.default_deny == own.default_deny;
    });
    const bool only_spec = alone && rules.size() == 1;
    return {only_spec ? "policy" : alone ? "spec" : "rule", last && own.default_deny};
}

}  // namespace pgreach::lint
