#include "model/record.hpp"

#include <algorithm>
#include <set>

namespace pgreach {

std::vector<PolicyId> policies_of(const ScenarioRecord& scenario) {
    std::set<PolicyId> policies;
    for (const auto& step : scenario.steps) {
        for (const auto& admission : step.admissions) policies.insert(admission.policy);
    }
    return {policies.begin(), policies.end()};
}

const PolicyText* find_text(const ScenarioRecord& scenario, const PolicyId& policy, size_t step) {
    const auto& texts = scenario.policies;
    const auto found = std::find_if(texts.rbegin(), texts.rend(),
                                    [&](const PolicyText& text) { return text.policy == policy && text.step <= step; });
    return found == texts.rend() ? nullptr : &*found;
}

}  // namespace pgreach
