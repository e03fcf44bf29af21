#include "page/lines.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::page {
namespace {

constexpr size_t tab_stop = 8;

// A line with its end.
std::string_view next_line(std::string_view& rest) {
    const auto line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
    rest.remove_prefix(line.size());
    return line;
}

std::string_view without_end(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view without_indent(std::string_view line, size_t indent) {
    size_t column = 0;
    while (column < indent && !line.empty() && (line[0] == ' ' || line[0] == '\t')) {
        column = line[0] == '\t' ? (column / tab_stop + 1) * tab_stop : column + 1;
        line.remove_prefix(1);
    }
    return line;
}

// Of "-", "12.", "#)"; 0 where there is none.
size_t length_of_list_mark(std::string_view text) {
    if (text.empty()) return 0;
    if (std::string_view("-*+").find(text[0]) != std::string_view::npos) return 1;
    const size_t number = text[0] == '#' ? 1 : std::min(text.find_first_not_of("0123456789"), text.size());
    const bool ends = number > 0 && number < text.size() && (text[number] == '.' || text[number] == ')');
    return ends ? number + 1 : 0;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) lines.push_back(without_end(next_line(text)));
    return lines;
}

size_t indentation(std::string_view line) {
    size_t column = 0;
    for (const char c : line) {
        if (c == '\t') {
            column = (column / tab_stop + 1) * tab_stop;
        } else if (c == ' ') {
            ++column;
        } else {
            break;
        }
    }
    return column;
}

bool is_blank(std::string_view line) {
    return trim(line).empty();
}

std::string_view behind_list_marks(std::string_view line) {
    for (auto rest = line;;) {
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        const size_t mark = length_of_list_mark(rest);
        if (mark == 0 || mark == rest.size() || (rest[mark] != ' ' && rest[mark] != '\t')) return line;
        rest.remove_prefix(mark + 1);
        line = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
        rest = line;
    }
}

std::string cut_out(std::string_view text, const std::vector<std::string_view>& lines, size_t begin, size_t end,
                    size_t indent) {
    std::string cut;
    if (begin >= lines.size()) return cut;
    text.remove_prefix(static_cast<size_t>(lines[begin].data() - text.data()));
    for (size_t i = begin; i < end && !text.empty(); ++i) cut += without_indent(next_line(text), indent);
    if (!cut.empty() && !cut.ends_with('\n')) cut += '\n';
    return cut;
}

size_t common_indentation(const std::vector<std::string_view>& lines, size_t begin, size_t end) {
    size_t least = std::string_view::npos;
    for (size_t i = begin; i < end && i < lines.size(); ++i) {
        if (!is_blank(lines[i])) least = std::min(least, indentation(lines[i]));
    }
    return least == std::string_view::npos ? 0 : least;
}

}  // namespace pgreach::page
