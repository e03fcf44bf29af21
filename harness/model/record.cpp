#include "model/record.hpp"

#include <set>

namespace pgreach {

std::vector<PolicyId> policies_of(const ScenarioRecord& scenario) {
    std::set<PolicyId> policies;
    for (const auto& step : scenario.steps) {
        for (const auto& admission : step.admissions) policies.insert(admission.policy);
    }
    return {policies.begin(), policies.end()};
}

}  // namespace pgreach
