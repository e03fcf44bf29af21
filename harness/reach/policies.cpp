#include "reach/policies.hpp"

#include <utility>

#include "engine/examine.hpp"
#include "engine/translate.hpp"

namespace pgreach::reach {

Policies admit(const std::vector<manifest::Manifest>& manifests, const engine::Cilium& cilium) {
    std::map<PolicyId, engine::Examination> examined;
    std::map<PolicyId, Admitted> admitted;
    for (const auto& manifest : manifests) {
        const PolicyId id = engine::policy_id(manifest);
        auto examination = engine::examine(manifest, FieldValidation::strict, cilium);
        admitted[id] = {id, examination.admission, manifest.source, manifest.document.mark};
        if (examination.admission.in_force()) examined.insert_or_assign(id, std::move(examination));
    }
    Policies policies{engine::PolicySet(cilium), {}, {}};
    for (auto& [id, policy] : admitted) {
        policies.files[id] = policy.source;
        policies.admitted.push_back(std::move(policy));
    }
    for (auto& [id, examination] : examined) {
        policies.rules.insert(policies.rules.end(), examination.rules.begin(), examination.rules.end());
        policies.in_force.apply(std::move(examination));
    }
    return policies;
}

}  // namespace pgreach::reach
