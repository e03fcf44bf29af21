#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgreach::manifest {

// A block of IP addresses, "203.0.113.0/24". IPv4 and IPv6 never contain each other.
struct Cidr {
    bool v6 = false;
    std::array<std::uint8_t, 16> address{};  // IPv4 in the first four bytes; host bits are kept
    int bits = 0;

    // Every address of the other lies in this block.
    bool contains(const Cidr& other) const;
    // The same block without host bits.
    Cidr masked() const;
    auto operator<=>(const Cidr&) const = default;
};

// By all of the others together.
bool is_covered(const Cidr& block, const std::vector<Cidr>& by);

// "address/bits", as Go's netip.ParsePrefix and net.ParseCIDR take it.
std::optional<Cidr> parse_cidr(const std::string& text);
// The same as the API server takes it: leading zeros do not matter (Kubernetes, netutils.ParseCIDRSloppy).
std::optional<Cidr> parse_cidr_sloppily(const std::string& text);
// The same, or an address alone, which is a block of one.
std::optional<Cidr> parse_address_or_cidr(const std::string& text);

}  // namespace pgreach::manifest
