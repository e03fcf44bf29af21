#include "docs/merge.hpp"

#include <vector>

#include "docs/line_diff.hpp"

namespace pgreach::docs {
namespace {

using Kind = LineChange::Kind;

struct Replacement {
    std::string before;  // with a line ahead that stays
    std::string after;
};

std::vector<Replacement> replacements_of(std::string_view before, std::string_view after) {
    std::vector<Replacement> all;
    std::string_view ahead;
    bool open = false;
    for (const auto& change : compare_lines(before, after)) {
        if (change.kind == Kind::same) {
            ahead = change.line;
            open = false;
            continue;
        }
        if (!open) all.push_back({std::string(ahead), std::string(ahead)});
        open = true;
        (change.kind == Kind::taken ? all.back().before : all.back().after) += change.line;
    }
    return all;
}

// The only place where these lines stand, whole.
std::optional<size_t> only_place(const std::string& text, const std::string& lines) {
    std::optional<size_t> found;
    for (size_t at = text.find(lines); at != std::string::npos; at = text.find(lines, at + 1)) {
        if (at > 0 && text[at - 1] != '\n') continue;
        if (found) return std::nullopt;
        found = at;
    }
    return found;
}

}  // namespace

std::optional<std::string> carry_over(std::string_view before, std::string_view after, std::string_view text) {
    std::string result(text);
    for (const auto& [old, fresh] : replacements_of(before, after)) {
        if (old.empty()) {
            result = fresh + result;
            continue;
        }
        const auto place = only_place(result, old);
        if (!place) return std::nullopt;
        result.replace(*place, old.size(), fresh);
    }
    return result;
}

}  // namespace pgreach::docs
