#pragma once

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// The one item of a run in audit mode: nothing could be judged, and what would be denied.
Item judge_audit(const AuditRecord& audit, const RunPlan& plan);

}  // namespace pgreach::verdict
