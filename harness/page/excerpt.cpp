#include "page/excerpt.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "page/lines.hpp"

namespace pgreach::page {
namespace {

using Range = std::pair<size_t, size_t>;  // from one, both meant

constexpr size_t to_the_end = std::numeric_limits<size_t>::max();

std::optional<size_t> number(std::string_view text) {
    size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Range> range_of(std::string_view word) {
    const size_t dots = word.find("..");
    const size_t mark = dots == std::string_view::npos ? word.find('-') : dots;
    if (mark == std::string_view::npos) {
        const auto one = number(word);
        return one ? std::optional(Range{*one, *one}) : std::nullopt;
    }
    const auto from = trim(word.substr(0, mark));
    const auto to = trim(word.substr(mark + (dots == std::string_view::npos ? 1 : 2)));
    const auto first = from.empty() ? std::optional<size_t>(1) : number(from);
    const auto last = to.empty() || to == "-1" ? std::optional(to_the_end) : number(to);
    if (!first || !last || *first == 0) return std::nullopt;
    return Range{*first, *last};
}

}  // namespace

std::string keep_lines(std::string_view text, std::string_view lines, int& first_line) {
    std::vector<Range> ranges;
    for (const auto& part : split(lines, lines.find(';') == std::string_view::npos ? ',' : ';')) {
        const auto range = range_of(trim(part));
        if (!range) return std::string(text);
        ranges.push_back(*range);
    }
    const auto all = lines_of(text);
    std::string kept;
    for (const auto& [first, last] : ranges) {
        if (kept.empty()) first_line = static_cast<int>(first);
        kept += cut_out(text, all, first - 1, std::min(last, all.size()), 0);
    }
    return kept;
}

}  // namespace pgreach::page
