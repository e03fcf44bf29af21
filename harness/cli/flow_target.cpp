#include "cli/flow_target.hpp"

#include "cli/checks.hpp"

namespace pgreach::cli {

std::string flow_target(const std::string& value) {
    const auto colon = value.find(':');
    if (colon == 0) return "'" + value + "' names no target; write TARGET or TARGET:PORT";
    if (colon == std::string::npos || whole_number(1, 65535)(value.substr(colon + 1)).empty()) return {};
    return "'" + value + "' is not TARGET or TARGET:PORT, with a port from 1 to 65535";
}

FlowTarget parse_flow_target(const std::string& value) {
    const auto colon = value.find(':');
    if (colon == std::string::npos) return {value};
    return {value.substr(0, colon), std::stoi(value.substr(colon + 1))};
}

}  // namespace pgreach::cli
