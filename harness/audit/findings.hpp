#pragma once

#include <string>
#include <vector>

#include "audit/report.hpp"

namespace pgreach::audit {

// Needs of CloudNativePG that are observed unmet, one finding for those who lack the same in the same database; those
// of which nothing could be seen are inconclusive already as flows.
std::vector<Finding> find_unmet_needs(const Report& report);

// Endpoints in audit mode, and what of the agents' settings predictions do not follow.
std::vector<Finding> find_audit_mode(const backend::Semantics& semantics);

// Agents that lag, each a finding.
std::vector<Finding> find_lag_faults(const std::vector<std::string>& lag);

}  // namespace pgreach::audit
