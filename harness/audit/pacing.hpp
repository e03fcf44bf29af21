#pragma once

#include <cstddef>
#include <vector>

#include "audit/plan.hpp"

namespace pgreach::audit {

// These flows in groups, in their order: of each database at most `per_second` in one. All attempts of a group have
// ended for a second before the next begins, so that in no second a database gets more.
std::vector<std::vector<size_t>> paced(const std::vector<AuditFlow>& flows, const std::vector<size_t>& wanted,
                                       int per_second);

}  // namespace pgreach::audit
