#include "docs/line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace pgreach::docs {
namespace {

using Lines = std::vector<std::string_view>;
using Kind = LineChange::Kind;

constexpr size_t around = 3;
constexpr size_t largest_table = size_t{1} << 24U;
constexpr std::string_view no_end = "\\ No newline at end of file";

// Split at line feeds alone, so that a changed line end is a change.
Lines lines_with_ends(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

// The longest common part of what lies between begin and end of both, by the table of all beginnings.
class Middle {
  public:
    Middle(const Lines& before, const Lines& after, size_t head, size_t tail)
        : before_(before),
          after_(after),
          head_(head),
          rows_(before.size() - head - tail),
          columns_(after.size() - head - tail) {}

    void add_to(std::vector<LineChange>& changes) {
        const bool fits = rows_ + 1 <= largest_table / (columns_ + 1);
        if (fits) fill();
        size_t row = 0, column = 0;
        while (row < rows_ || column < columns_) {
            if (row < rows_ && column < columns_ && fits && old_line(row) == new_line(column)) {
                changes.push_back({Kind::same, old_line(row)});
                ++row, ++column;
            } else if (row < rows_ && (column == columns_ || !fits || at(row + 1, column) >= at(row, column + 1))) {
                changes.push_back({Kind::taken, old_line(row++)});
            } else {
                changes.push_back({Kind::added, new_line(column++)});
            }
        }
    }

  private:
    std::string_view old_line(size_t row) const { return before_[head_ + row]; }
    std::string_view new_line(size_t column) const { return after_[head_ + column]; }
    std::uint32_t& at(size_t row, size_t column) { return table_[row * (columns_ + 1) + column]; }

    // at(row, column): how many lines what is left from there on has in common.
    void fill() {
        table_.assign((rows_ + 1) * (columns_ + 1), 0);
        for (size_t row = rows_; row-- > 0;) {
            for (size_t column = columns_; column-- > 0;) {
                at(row, column) = old_line(row) == new_line(column)
                                      ? at(row + 1, column + 1) + 1
                                      : std::max(at(row + 1, column), at(row, column + 1));
            }
        }
    }

    const Lines& before_;
    const Lines& after_;
    size_t head_;
    size_t rows_;
    size_t columns_;
    std::vector<std::uint32_t> table_;
};

std::string_view without_end(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    return line;
}

std::string prefixed(const LineChange& change) {
    const char mark = change.kind == Kind::same ? ' ' : change.kind == Kind::taken ? '-' : '+';
    std::string text = mark + std::string(without_end(change.line)) + "\n";
    if (!change.line.ends_with('\n')) text += std::string(no_end) + "\n";
    return text;
}

// "12,7", as a unified diff names a range: with none, the line before.
std::string range(size_t before, size_t count, int first_line) {
    const size_t first = before + static_cast<size_t>(first_line) - (count == 0 ? 1 : 0);
    return count == 1 ? std::to_string(first) : fmt::format("{},{}", first, count);
}

}  // namespace

std::vector<LineChange> compare_lines(std::string_view before, std::string_view after) {
    const Lines old = lines_with_ends(before), fresh = lines_with_ends(after);
    const size_t shorter = std::min(old.size(), fresh.size());
    size_t head = 0, tail = 0;
    while (head < shorter && old[head] == fresh[head]) ++head;
    while (tail < shorter - head && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail]) ++tail;
    std::vector<LineChange> changes;
    for (size_t i = 0; i < head; ++i) changes.push_back({Kind::same, old[i]});
    Middle(old, fresh, head, tail).add_to(changes);
    for (size_t i = old.size() - tail; i < old.size(); ++i) changes.push_back({Kind::same, old[i]});
    return changes;
}

std::string unified_hunks(std::string_view before, std::string_view after, int first_line) {
    const auto changes = compare_lines(before, after);
    std::string hunks;
    size_t taken = 0, added = 0;  // lines of both texts before `i`
    for (size_t i = 0; i < changes.size();) {
        const auto next = std::find_if(changes.begin() + static_cast<std::ptrdiff_t>(i), changes.end(),
                                       [](const LineChange& change) { return change.kind != Kind::same; });
        if (next == changes.end()) break;
        const auto changed = static_cast<size_t>(next - changes.begin());
        const size_t begin = changed - std::min(changed - i, around);
        taken += begin - i, added += begin - i;
        size_t end = changed, same = 0;
        for (; end < changes.size() && same <= 2 * around; ++end) same = changes[end].kind == Kind::same ? same + 1 : 0;
        end -= same > around ? same - around : 0;
        std::string text;
        size_t old_count = 0, new_count = 0;
        for (i = begin; i < end; ++i) {
            text += prefixed(changes[i]);
            old_count += changes[i].kind != Kind::added ? 1 : 0;
            new_count += changes[i].kind != Kind::taken ? 1 : 0;
        }
        hunks += fmt::format("@@ -{} +{} @@\n{}", range(taken, old_count, first_line),
                             range(added, new_count, first_line), text);
        taken += old_count, added += new_count;
    }
    return hunks;
}

}  // namespace pgreach::docs
