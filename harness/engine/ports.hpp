#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rule.hpp"
#include "yaml/node.hpp"

namespace pgreach::engine {

inline constexpr int highest_port = 65535;

// An IANA service name (RFC 6335): such a port is a name, everything else a number. Cilium: pkg/iana/svcname.go.
bool is_service_name(const std::string& text);

// As Go's ParseUint(text, 0, 16): decimal, 0x…, 0o…, 0b…, a leading 0 is octal, underscores between digits. Nothing
// where it is no number; too large ones are `out_of_range`.
struct PortNumber {
    int value = 0;
    bool out_of_range = false;
};
std::optional<PortNumber> parse_port_number(const std::string& text);

// All ports of a toPorts list that the agent has taken. Protocols that our flows do not speak are left out.
std::vector<PortRange> parse_port_rules(const yaml::Node& to_ports);
// One item of a NetworkPolicy's ports.
PortRange parse_network_policy_port(const yaml::Node& port);

}  // namespace pgreach::engine
