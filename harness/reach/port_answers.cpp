#include "reach/port_answers.hpp"

#include <algorithm>
#include <map>

namespace pgreach::reach {
namespace {

using ByProtocol = std::map<Protocol, const PortAnswer*>;

ByProtocol rest_of(const std::vector<PortAnswer>& all) {
    ByProtocol rest;
    for (const auto& port : all) {
        if (port.ports.rest) rest[port.ports.protocol] = &port;
    }
    return rest;
}

bool goes_on(const PortAnswer& before, const PortAnswer& port) {
    return !before.ports.declared && before.ports.protocol == port.ports.protocol &&
           before.ports.last + 1 == port.ports.first && before.passing == port.passing;
}

}  // namespace

std::vector<PortAnswer> told(const std::vector<PortAnswer>& all) {
    std::vector<PortAnswer> ports;
    const ByProtocol rest = rest_of(all);
    for (const auto& port : all) {
        if (port.ports.rest) continue;
        const auto others = rest.find(port.ports.protocol);
        const bool as_others = others != rest.end() && others->second->passing == port.passing;
        if (!port.ports.declared && as_others) continue;
        if (!port.ports.declared && !ports.empty() && goes_on(ports.back(), port)) {
            ports.back().ports.last = port.ports.last;
        } else {
            ports.push_back(port);
        }
    }
    if (rest.empty()) return ports;
    const PortAnswer& first = *rest.begin()->second;
    const bool all_alike = rest.size() == 3 && std::all_of(rest.begin(), rest.end(), [&first](const auto& one) {
                               return one.second->passing == first.passing;
                           });
    for (const auto& [protocol, port] : rest) {
        if (port->passing.nobody() && !ports.empty()) continue;
        ports.push_back(*port);
        ports.back().ports.every_protocol = all_alike;
        if (all_alike) break;
    }
    return ports;
}

}  // namespace pgreach::reach
