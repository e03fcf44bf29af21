#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pgreach {

// What happens to a policy before any packet.
enum class AdmissionResult : std::uint8_t {
    accepted,
    refused,   // the API server does not take it: unknown fields under strict validation, or its schema
    pruned,    // stored without the fields that the schema does not know
    rejected,  // stored, but the agent says Valid=False: it has no effect
};

// How unknown fields are met: `kubectl apply` is strict; `--validate=warn` or `ignore` has them pruned.
enum class FieldValidation : std::uint8_t { strict, ignore };

struct Admission {
    AdmissionResult result = AdmissionResult::accepted;
    // Paths as the API server gives them: spec.ingress[0].fromEndpoints[0].labelSelector
    std::vector<std::string> unknown_fields = {};
    std::vector<std::string> schema_errors = {};
    std::string agent_error = {};  // in the agent's words, empty where it has none

    bool in_force() const { return result == AdmissionResult::accepted || result == AdmissionResult::pruned; }
};

// One line: why it was refused, pruned or rejected; empty for accepted.
std::string describe(const Admission& admission);

}  // namespace pgreach
