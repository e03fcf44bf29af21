#include "diff/markdown_text.hpp"

#include "base/printable.hpp"

namespace pgreach::diff {

std::string code_span(std::string_view text) {
    std::string span = "`";
    for (const char byte : printable_line(text)) {
        if (byte == '|') span += '\\';
        span += byte == '`' ? '\'' : byte;
    }
    return span + "`";
}

std::string plain(std::string_view text) {
    constexpr std::string_view special = "\\`*_[]<>|#&~!";
    std::string escaped;
    for (const char byte : printable_line(text)) {
        if (special.find(byte) != std::string_view::npos) escaped += '\\';
        escaped += byte;
    }
    return escaped;
}

}  // namespace pgreach::diff
