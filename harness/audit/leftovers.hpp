#pragma once

#include <set>
#include <string>

#include "audit/plan.hpp"
#include "backend/cluster/options.hpp"
#include "kube/kubectl.hpp"

namespace pgreach::audit {

// Removes what dead audits left: in the namespaces of the plan's twins, in those where twins of others were seen
// (`seen`), unless that is not permitted there, and the copies of the probe in the plan's instances.
Result<void> remove_leftovers(const backend::Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir,
                              const Plan& plan, const std::set<std::string>& seen);

}  // namespace pgreach::audit
