#pragma once

#include <optional>
#include <string>
#include <vector>

#include "docs/example.hpp"
#include "engine/cilium.hpp"
#include "model/admission.hpp"
#include "model/flow.hpp"

namespace pgreach::docs {

// What becomes of a scenario's claims in one of its steps with the text that the page has now, as the engine predicts.
struct StepClaims {
    std::string scenario;
    std::string step;
    size_t flows = 0;                     // claimed
    std::vector<Flow> otherwise = {};     // of these, those that are not as claimed
    std::vector<Admission> refused = {};  // of policies that are not accepted
    std::string reason = {};              // of the first one that is otherwise
    std::string remedy = {};              // of the known defect that lists it
    std::vector<std::string> stale = {};  // known defects of which nothing is left

    bool kept() const { return otherwise.empty() && refused.empty(); }
};

// The policy as the page has it now, applied where the one was that the scenario was written with; nothing where the
// page has it no more.
std::optional<manifest::Manifest> current_policy(const Example& example, const manifest::Manifest& then);

// Leaves of each known defect the flows and policies that are still not as claimed, and takes out those of which
// nothing is left.
void keep_what_is_left(scenario::Scenario& scenario, const engine::Cilium& cilium);

// Of each step of each scenario that judges the example; none for a fresh one.
std::vector<StepClaims> judge_claims(const Example& example, const engine::Cilium& cilium);

}  // namespace pgreach::docs
