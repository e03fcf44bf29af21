#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/policy_set.hpp"
#include "engine/rule.hpp"
#include "manifest/manifest.hpp"
#include "model/admission.hpp"

namespace pgreach::reach {

// What becomes of one policy.
struct Admitted {
    PolicyId id;
    Admission admission;
    SourcePtr source;
    Mark mark;  // of the object
};

// Policies as this Cilium takes them.
struct Policies {
    engine::PolicySet in_force;
    std::vector<engine::Rule> rules;  // of those in force
    std::vector<Admitted> admitted;   // all of them, sorted; of two of one kind and name the later
    std::map<PolicyId, SourcePtr> files = {};
};

// Unknown fields are refused, as kubectl does.
Policies admit(const std::vector<manifest::Manifest>& manifests, const engine::Cilium& cilium);

}  // namespace pgreach::reach
