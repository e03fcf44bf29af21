#pragma once

#include <vector>

#include "reach/compare.hpp"

namespace pgreach::reach {

struct FlowChanges {
    std::vector<FlowChange> opened;
    std::vector<FlowChange> closed;
};

FlowChanges compare_flows(const Version& before, const Version& after, bool all);

}  // namespace pgreach::reach
