#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/policy_set.hpp"
#include "engine/rule.hpp"
#include "manifest/manifest.hpp"
#include "model/admission.hpp"

namespace pgreach::engine {

// Who objects to a manifest: strict validation of fields, the schema, the agent. In the order in which they are asked.
enum class AdmissionCheck : std::uint8_t { fields, schema, agent };

// One objection, with its place in the document.
struct Violation {
    AdmissionCheck check = AdmissionCheck::fields;
    std::string path;  // spec.ingress[0].fromEndpoints[0].labelSelector
    Mark mark;
    std::string text;
};

// A field that is gone without an objection.
struct Dropped {
    std::string path;
    Mark mark;
};

// All that is known of a manifest before any packet.
struct Examination {
    Admission admission;
    std::vector<Violation> violations;
    // Other words in which the agent may say the same (Go walks its maps in any order).
    std::vector<std::string> agent_alternatives;
    // Fields of a custom resource that are null, which the API server drops: the policy then means something else.
    std::vector<Dropped> nulls;
    manifest::Manifest stored;  // as the API server keeps it: without unknown fields
    std::vector<Rule> rules;    // in force; none unless admission.in_force()
};

// What API server and agent say of a manifest. A misspelled kind is refused; another that is no policy is accepted
// without rules.
Examination examine(const manifest::Manifest& manifest, FieldValidation validation, const Cilium& cilium = {});

}  // namespace pgreach::engine
