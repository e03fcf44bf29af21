#include "report/paint.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/printable.hpp"
#include "base/text.hpp"

namespace pgreach::report {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> ansi = {{{mark::good, "\033[32m"},
                                                                                {mark::bad, "\033[31m"},
                                                                                {mark::unsure, "\033[35m"},
                                                                                {mark::known, "\033[33m"},
                                                                                {mark::strong, "\033[1m"},
                                                                                {mark::end, "\033[0m"}}};

constexpr size_t most_columns = 100;  // longer lines are tiring to read

bool is_mark(char byte) {
    return static_cast<unsigned char>(byte) >= 0xF8;
}

// Columns of a text: its characters, without marks.
size_t columns(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return !is_mark(byte) && (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
    }));
}

std::string wrap(const std::string& line, size_t width) {
    if (width == 0 || columns(line) <= width) return line;
    width = std::min(width, most_columns);
    const size_t begin = std::min(line.find_first_not_of(' '), line.size());
    const std::string indent(std::min(begin + 2, width / 2), ' ');
    std::string result;
    std::string current = line.substr(0, begin);
    bool first = true;
    for (const auto& word : split(line.substr(begin), ' ')) {
        if (!first && columns(current) + 1 + columns(word) > width) {
            result += current.substr(0, current.find_last_not_of(' ') + 1) + "\n";
            current = indent + word;
        } else {
            current += (first ? "" : " ") + word;
        }
        first = false;
    }
    return result + current;
}

}  // namespace

std::string marked(std::string_view colour, std::string_view text) {
    return std::string(colour) + printable_line(text) + std::string(mark::end);
}

std::string paint(std::string_view text, bool colour, size_t width) {
    std::vector<std::string> lines = split(text, '\n');
    for (auto& line : lines) line = wrap(line, width);
    std::string painted;
    for (const char byte : join(lines, "\n")) {
        const auto found =
            std::find_if(ansi.begin(), ansi.end(), [&](const auto& entry) { return entry.first.front() == byte; });
        if (found == ansi.end()) {
            painted += byte;
        } else if (colour) {
            painted += found->second;
        }
    }
    return painted;
}

}  // namespace pgreach::report
