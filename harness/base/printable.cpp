#include "base/printable.hpp"

#include <array>
#include <cstdint>

namespace pgreach {
namespace {

struct Decoded {
    size_t length = 0;  // 0: not UTF-8
    char32_t character = 0;
};

Decoded decode(std::string_view text) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {1, first};
    const size_t length = first >= 0xC2 && first < 0xE0   ? 2
                          : first >= 0xE0 && first < 0xF0 ? 3
                          : first >= 0xF0 && first < 0xF5 ? 4
                                                          : 0;
    if (length == 0 || text.size() < length) return {};
    char32_t character = first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {};
        character = (character << 6) | (byte(i) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    if (character < least.at(length) || character > 0x10FFFF) return {};
    return {length, character};
}

// Not allowed in XML 1.0, or an instruction to a terminal.
bool is_plain(char32_t character, bool one_line) {
    if (character == '\n') return !one_line;
    if (character < 0x20 || (character >= 0x7F && character < 0xA0)) return false;
    const bool surrogate = character >= 0xD800 && character < 0xE000;
    return !surrogate && character != 0xFFFE && character != 0xFFFF;
}

std::string escape(std::string_view text, bool one_line) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto [length, character] = decode(text);
        if (length > 0 && is_plain(character, one_line)) {
            result += text.substr(0, length);
        } else {
            for (const char one : text.substr(0, length == 0 ? 1 : length)) {
                const auto value = static_cast<unsigned char>(one);
                result += {'\\', 'x', digits[value >> 4U], digits[value & 0xFU]};
            }
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result;
}

}  // namespace

std::string printable(std::string_view text) {
    return escape(text, false);
}

std::string printable_line(std::string_view text) {
    return escape(text, true);
}

}  // namespace pgreach
