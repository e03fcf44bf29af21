#include "netns/ipv4.hpp"

#include <arpa/inet.h>

#include <array>

namespace pgreach::netns {

std::string to_string(Ipv4 address) {
    std::array<char, INET_ADDRSTRLEN> text{};
    const in_addr raw{::htonl(address.number)};
    ::inet_ntop(AF_INET, &raw, text.data(), text.size());
    return text.data();
}

std::optional<Ipv4> parse_ipv4(std::string_view text) {
    in_addr raw{};
    if (::inet_pton(AF_INET, std::string(text).c_str(), &raw) != 1) return std::nullopt;
    return Ipv4{::ntohl(raw.s_addr)};
}

}  // namespace pgreach::netns
