#pragma once

#include <vector>

#include "reach/answers.hpp"

namespace pgreach::reach {

// Of the answers for all ports, as NamedPorts::spans has them, those that are told: what a workload declares; what only
// rules name, where that is answered otherwise than all other ports; and the others where anybody passes, or where
// there is nothing else to tell.
std::vector<PortAnswer> told(const std::vector<PortAnswer>& all);

}  // namespace pgreach::reach
