#pragma once

#include <vector>

#include "model/record.hpp"

namespace pgreach {

// The policies that events of the datapath name for letting this flow pass, each once.
std::vector<PolicyId> named_policies(const FlowRecord& flow);

// Those among them that, says the engine, do not let it pass. A flow that is open as predicted, but
// by another policy than predicted, is open for a reason that nobody understands: Cilium or our engine is wrong. Cilium
// names one or more of the policies that allow a flow, not always all, so a policy that is not named proves nothing.
std::vector<PolicyId> unexpected_policies(const FlowRecord& flow);

}  // namespace pgreach
