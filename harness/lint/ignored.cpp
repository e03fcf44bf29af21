#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "lint/baseline.hpp"
#include "lint/codes.hpp"

namespace pgreach::lint {
namespace {

constexpr std::string_view mark_of_comment = "pgreach: ignore";

// A comment that has findings ignored: of its own line, or, where it stands alone, of the next.
struct Comment {
    Mark mark;
    bool alone = false;
    std::set<std::string> codes = {};  // empty: all
};

bool is_known(const std::string& code) {
    const auto& codes = all_codes();
    return std::any_of(codes.begin(), codes.end(), [&code](const Code& known) { return known.id == code; });
}

std::set<std::string> codes_in(std::string_view text) {
    std::set<std::string> codes;
    std::string word;
    for (const char c : std::string(text) + ' ') {
        if (c != ' ' && c != ',' && c != '\t' && c != '\r') {
            word += c;
        } else if (!word.empty()) {
            codes.insert(word);
            word.clear();
        }
    }
    return codes;
}

std::map<int, Comment> comments_of(const Source& source) {
    std::map<int, Comment> comments;
    const std::string_view text = source.text;
    size_t counted = 0;
    int line = source.first_line;
    for (size_t at = text.find(mark_of_comment); at != std::string_view::npos;
         at = text.find(mark_of_comment, at + 1)) {
        line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                            text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        counted = at;
        const size_t begin = text.rfind('\n', at) + 1;
        const std::string_view before = text.substr(begin, at - begin);
        const size_t hash = before.rfind('#');
        if (hash == std::string_view::npos || !trim(before.substr(hash + 1)).empty()) continue;
        const size_t end = std::min(text.find('\n', at), text.size());
        Comment comment{{line, static_cast<int>(hash) + 1}, trim(before.substr(0, hash)).empty()};
        comment.codes = codes_in(text.substr(at + mark_of_comment.size(), end - at - mark_of_comment.size()));
        comments[line] = std::move(comment);
    }
    return comments;
}

bool takes(const Comment& comment, const Diagnostic& finding) {
    return comment.codes.empty() || comment.codes.count(finding.code) > 0;
}

Diagnostics wrong_codes(const SourcePtr& source, const std::map<int, Comment>& comments) {
    Diagnostics found;
    std::vector<std::string> known;
    for (const auto& code : all_codes()) known.emplace_back(code.id);
    for (const auto& [line, comment] : comments) {
        for (const auto& code : comment.codes) {
            if (is_known(code)) continue;
            const auto meant = nearest(code, known);
            found.push_back({Severity::warning, source, comment.mark, "there is no code '" + code + "' to ignore",
                             meant ? "did you mean '" + *meant + "'?" : "docs/lint.md lists the codes",
                             code::unknown_code});
        }
    }
    return found;
}

}  // namespace

void leave_out_ignored(LintResult& report) {
    std::map<const Source*, std::map<int, Comment>> all;
    Diagnostics wrong;
    for (const auto& source : report.sources) {
        if (source->text.find(mark_of_comment) == std::string::npos) continue;
        const auto& comments = all[source.get()] = comments_of(*source);
        const auto found = wrong_codes(source, comments);
        wrong.insert(wrong.end(), found.begin(), found.end());
    }
    std::erase_if(report.findings, [&](const Diagnostic& finding) {
        const auto comments = all.find(finding.source.get());
        if (comments == all.end()) return false;
        const auto beside = comments->second.find(finding.mark.line);
        const auto above = comments->second.find(finding.mark.line - 1);
        const bool ignored = (beside != comments->second.end() && takes(beside->second, finding)) ||
                             (above != comments->second.end() && above->second.alone && takes(above->second, finding));
        report.ignored += ignored ? 1 : 0;
        return ignored;
    });
    report.findings.insert(report.findings.end(), wrong.begin(), wrong.end());
}

}  // namespace pgreach::lint
