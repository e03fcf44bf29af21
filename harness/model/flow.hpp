#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace pgreach {

enum class Protocol : std::uint8_t { tcp, udp, sctp };

// Peer → target: the names of two endpoints of a world, a protocol and a destination port.
struct Flow {
    std::string from;
    std::string to;
    Protocol protocol = Protocol::tcp;
    int port = 0;
    auto operator<=>(const Flow&) const = default;
};

// "backend → primary:5432", "backend → resolver:53/UDP"
std::string describe(const Flow& flow);

// "a → b:1, c → d:2": the first `most`, then "… (30 flows)".
std::string name_some(const std::vector<Flow>& flows, size_t most = 3);

enum class Verdict : std::uint8_t { allow, deny };

}  // namespace pgreach
