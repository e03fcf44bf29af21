#include "lint/addresses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "manifest/cidr.hpp"

namespace pgreach::lint {
namespace {

using manifest::Cidr;

int longest(const Cidr& block) {
    return block.v6 ? 128 : 32;
}

std::pair<Cidr, Cidr> halves(const Cidr& block) {
    Cidr low = block, high = block;
    low.bits = high.bits = block.bits + 1;
    const auto bit = static_cast<size_t>(block.bits);
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    low.address[bit / 8] &= static_cast<std::uint8_t>(~mask);
    high.address[bit / 8] |= mask;
    return {low, high};
}

bool takes_all(const Cidr& block, const std::vector<Cidr>& holes) {
    return std::any_of(holes.begin(), holes.end(), [&block](const Cidr& hole) { return hole.contains(block); });
}
bool takes_some(const Cidr& block, const std::vector<Cidr>& holes) {
    return std::any_of(holes.begin(), holes.end(), [&block](const Cidr& hole) { return block.contains(hole); });
}

// The part of a block that no hole touches, whole or by halves; nothing where all is taken.
std::optional<Cidr> free_part(const Cidr& block, const std::vector<Cidr>& holes) {
    if (takes_all(block, holes)) return std::nullopt;
    if (!takes_some(block, holes)) return block;
    if (block.bits >= longest(block)) return std::nullopt;
    const auto [low, high] = halves(block);
    const auto found = free_part(low, holes);
    return found ? found : free_part(high, holes);
}

std::string to_text(const Cidr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.address.data(), text.data(), text.size());
    return text.data();
}

}  // namespace

std::optional<std::string> an_address_of(const engine::CidrPeer& peer) {
    auto part = free_part(peer.block, peer.except);
    if (!part) return std::nullopt;
    for (int bit = part->bits; bit < longest(*part); ++bit) {  // host bits are kept as written
        part->address[static_cast<size_t>(bit / 8)] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
    }
    return to_text(*part) + "/" + std::to_string(longest(*part));
}

ServiceName service_name(const std::string& host, const std::string& own) {
    const auto parts = split(host, '.');
    const bool number = host.find_first_not_of("0123456789.:") == std::string::npos;
    if (number || host.find('*') != std::string::npos) return {};
    if (parts.size() == 1) return {own, true};
    if (parts.size() == 2) return {parts[1], false};
    return parts[2] == "svc" ? ServiceName{parts[1], true} : ServiceName{};
}

}  // namespace pgreach::lint
