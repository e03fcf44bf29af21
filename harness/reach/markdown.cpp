#include "reach/markdown.hpp"

#include <string_view>

#include "base/printable.hpp"

namespace pgreach::reach {

std::string markdown(const std::string& text) {
    std::string escaped;
    for (const char c : printable(text)) {
        if (c == '\n') {
            escaped += ' ';
        } else if (c == '<') {
            escaped += "&lt;";
        } else {
            if (std::string_view("\\`*_|[]~#").find(c) != std::string_view::npos) escaped += '\\';
            escaped += c;
        }
    }
    return escaped;
}

}  // namespace pgreach::reach
