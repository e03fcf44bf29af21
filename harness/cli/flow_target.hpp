#pragma once

#include <string>

namespace pgreach::cli {

// Whom flows go to, as --to says it: TARGET or TARGET:PORT.
struct FlowTarget {
    std::string name;
    int port = 0;  // 0: any
};

// A Check of such a value.
std::string flow_target(const std::string& value);

// The value that passed the check; empty text is any target.
FlowTarget parse_flow_target(const std::string& value);

}  // namespace pgreach::cli
