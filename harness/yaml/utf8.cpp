#include "yaml/utf8.hpp"

#include <cstdint>

namespace pgreach::yaml {
namespace {

// Length of the well-formed sequence at the beginning of `text`, 0 if there is none (RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF).
size_t sequence_length(std::string_view text) {
    const auto byte = [&](size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U; };
    const auto continues = [&](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead == 0) return 0;
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return !overlong && !surrogate && continues(1) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool overlong = lead == 0xF0 && byte(1) < 0x90;
        const bool too_large = lead == 0xF4 && byte(1) > 0x8F;
        return !overlong && !too_large && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::optional<Mark> find_invalid_utf8(std::string_view text) {
    Mark mark{1, 1};
    while (!text.empty()) {
        const size_t length = sequence_length(text);
        if (length == 0) return mark;
        if (text[0] == '\n') {
            mark = {mark.line + 1, 1};
        } else {
            mark.column += static_cast<int>(length);
        }
        text.remove_prefix(length);
    }
    return std::nullopt;
}

}  // namespace pgreach::yaml
