#pragma once

#include <map>
#include <string>
#include <vector>

#include "reach/compare.hpp"

namespace pgreach::reach {

// What a change does to flows of some subjects on some ports, without either: places of workloads in the version that
// lets them pass, in order.
struct ChangeBody {
    bool opened = false;
    bool egress = false;
    std::vector<Cause> causes = {};
    std::string remark = {};
    std::vector<size_t> peers = {};  // classes of workloads that are alike
    std::vector<std::string> classes = {};

    auto operator<=>(const ChangeBody&) const = default;
};

// Ports of one subject by what happens on them; `all` are all spans of the subject. Stretches that follow each other
// become one; the rest stands for every stretch that no pod declares. `but` are the ports of the rest's protocols that
// are none of them.
struct ToldPorts {
    std::vector<PortSpan> ports;
    std::vector<PortSpan> but;
    auto operator<=>(const ToldPorts&) const = default;
};
ToldPorts tell_ports(const std::vector<PortSpan>& some, const std::vector<PortSpan>& all);

}  // namespace pgreach::reach
