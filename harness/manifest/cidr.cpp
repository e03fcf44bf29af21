#include "manifest/cidr.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace pgreach::manifest {
namespace {

std::optional<Cidr> parse_address(const std::string& text) {
    if (text.find('\0') != std::string::npos) return std::nullopt;
    Cidr cidr;
    if (::inet_pton(AF_INET, text.c_str(), cidr.address.data()) == 1) {
        cidr.bits = 32;
        return cidr;
    }
    cidr.v6 = true;
    cidr.bits = 128;
    if (::inet_pton(AF_INET6, text.c_str(), cidr.address.data()) == 1) return cidr;
    return std::nullopt;
}

// Digits alone, without a sign or a leading zero.
std::optional<int> parse_bits(const std::string& text, int most) {
    int bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (text[0] == '-' || (text.size() > 1 && text[0] == '0') || bits > most) return std::nullopt;
    return bits;
}

}  // namespace

bool Cidr::contains(const Cidr& other) const {
    if (v6 != other.v6 || bits > other.bits) return false;
    const auto whole = static_cast<size_t>(bits / 8);
    for (size_t i = 0; i < whole; ++i) {
        if (address[i] != other.address[i]) return false;
    }
    if (bits % 8 == 0) return true;
    const int shift = 8 - bits % 8;
    return address[whole] >> shift == other.address[whole] >> shift;
}

// Two halves make the whole, and so on down.
bool is_covered(const Cidr& block, const std::vector<Cidr>& by) {
    const int longest = block.v6 ? 128 : 32;
    if (std::any_of(by.begin(), by.end(), [&block](const auto& other) { return other.contains(block); })) return true;
    const bool inside =
        std::any_of(by.begin(), by.end(), [&block](const auto& other) { return block.contains(other); });
    if (!inside || block.bits >= longest) return false;
    Cidr low = block, high = block;
    low.bits = high.bits = block.bits + 1;
    const auto bit = static_cast<size_t>(block.bits);
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    low.address[bit / 8] &= static_cast<std::uint8_t>(~mask);
    high.address[bit / 8] |= mask;
    return is_covered(low, by) && is_covered(high, by);
}

Cidr Cidr::masked() const {
    Cidr block = *this;
    for (size_t i = 0; i < block.address.size(); ++i) {
        const int kept = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
        block.address[i] &= static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(kept));
    }
    return block;
}

std::optional<Cidr> parse_cidr(const std::string& text) {
    const size_t slash = text.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    auto cidr = parse_address(text.substr(0, slash));
    if (!cidr) return std::nullopt;
    const auto bits = parse_bits(text.substr(slash + 1), cidr->bits);
    if (!bits) return std::nullopt;
    cidr->bits = *bits;
    return cidr;
}

std::optional<Cidr> parse_cidr_sloppily(const std::string& text) {
    const auto is_digit = [&text](size_t i) {
        return i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i])) != 0;
    };
    std::string plain;
    bool leading = true;  // no digit of this number has been written yet
    for (size_t i = 0; i < text.size(); ++i) {
        if (leading && text[i] == '0' && is_digit(i + 1)) continue;
        leading = !is_digit(i);
        plain += text[i];
    }
    return parse_cidr(plain);
}

std::optional<Cidr> parse_address_or_cidr(const std::string& text) {
    return text.find('/') == std::string::npos ? parse_address(text) : parse_cidr(text);
}

}  // namespace pgreach::manifest
