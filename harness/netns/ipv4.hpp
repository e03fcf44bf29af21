#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgreach::netns {

// An IPv4 address, in host byte order.
struct Ipv4 {
    std::uint32_t number = 0;
    bool operator==(const Ipv4&) const = default;
    bool operator<(Ipv4 other) const { return number < other.number; }

    Ipv4 operator+(std::uint32_t steps) const { return {number + steps}; }
};

constexpr Ipv4 ipv4(unsigned a, unsigned b, unsigned c, unsigned d) {
    return {a << 24U | b << 16U | c << 8U | d};
}

// "10.244.0.7"
std::string to_string(Ipv4 address);
// Nothing where the text is no IPv4 address.
std::optional<Ipv4> parse_ipv4(std::string_view text);

}  // namespace pgreach::netns
