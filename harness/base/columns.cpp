#include "base/columns.hpp"

namespace pgreach {

std::string shortened(std::string_view text, size_t columns) {
    size_t seen = 0;
    size_t last = 0;  // where the last character begins that fits before "…"
    for (size_t at = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) continue;
        if (++seen == columns) last = at;
        if (seen > columns) return columns == 0 ? std::string() : std::string(text.substr(0, last)) + "…";
    }
    return std::string(text);
}

}  // namespace pgreach
