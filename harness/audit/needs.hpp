#pragma once

#include <vector>

#include "audit/plan.hpp"

namespace pgreach::audit {

// The needs of CloudNativePG that a flow serves and that exist in this cluster: of its release, where something breaks
// without them.
std::vector<const cnpg::Need*> needs_of(const Survey& survey, const AuditFlow& flow, const Endpoint& from,
                                        const Endpoint& to);

}  // namespace pgreach::audit
