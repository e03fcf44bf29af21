#pragma once

#include <vector>

#include "run/scenario_run.hpp"

namespace pgreach::run {

// For as long, from the first scenario on, what would be denied is looked for; the rest is left out.
inline constexpr Duration audit_limit = std::chrono::seconds(15);

// Where audit mode lets everything pass nothing can be judged. In place of running the scenarios: applies each, looks
// once, and notes of which flows the datapath says that policy denies them, beside what is predicted of them. What was
// noted stands in `audit` even if this fails.
Result<void> run_audited(const Context& context, const std::vector<const scenario::Scenario*>& scenarios,
                         const std::vector<Flow>& flows, const backend::Semantics& semantics, AppliedPolicies& applied,
                         AuditRecord& audit);

}  // namespace pgreach::run
