#pragma once

#include <vector>

#include "audit/report.hpp"

namespace pgreach::audit {

// Stored policies that are not what somebody wrote: rejected by the agent, or stored without some of their fields; and
// those of which the agent says another thing than pgreach expects of it.
std::vector<Finding> find_admission_faults(const Survey& survey);

}  // namespace pgreach::audit
