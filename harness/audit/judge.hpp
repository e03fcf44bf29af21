#pragma once

#include "audit/report.hpp"

namespace pgreach::audit {

// A flow that is closed is believed with its drop event only, one that is open by the answer of its target; neither is
// inconclusive. One that is open as predicted, but by a policy that does not allow it by the prediction, is a
// deviation. `drop_evidence`: drops are seen.
JudgedFlow judge(const Plan& plan, size_t flow, Observation observation, bool drop_evidence);

}  // namespace pgreach::audit
