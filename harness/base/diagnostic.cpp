#include "base/diagnostic.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "base/text.hpp"

namespace pgreach {
namespace {

constexpr size_t longest_shown_line = 160;

// Finds lines from where the last one was found: what is rendered together is sorted, and texts may be long.
class Lines {
  public:
    std::string_view at(const Source& source, int line) {
        if (source_ != &source || line < line_) {
            source_ = &source;
            line_ = source.first_line;
            rest_ = source.text;
        }
        for (; line_ < line; ++line_) {
            const size_t end = rest_.find('\n');
            if (end == std::string_view::npos) return {};
            rest_.remove_prefix(end + 1);
        }
        return rest_.substr(0, rest_.find('\n'));
    }

  private:
    const Source* source_ = nullptr;
    int line_ = 0;
    std::string_view rest_;
};

// The line and a caret below the column; tabs stay tabs so that the caret stays below.
std::string excerpt(const Diagnostic& diagnostic, Lines& lines) {
    const std::string_view line = lines.at(*diagnostic.source, diagnostic.mark.line);
    const auto column = static_cast<size_t>(std::max(diagnostic.mark.column, 1));
    if (line.empty() || line.size() > longest_shown_line) return {};
    std::string indent;
    for (size_t i = 0; i + 1 < column && i < line.size(); ++i) indent += line[i] == '\t' ? '\t' : ' ';
    return "\n    " + std::string(line) + "\n    " + indent + "^";
}

std::string render(const Diagnostic& diagnostic, Lines& lines) {
    std::string text = diagnostic.source->name;
    if (diagnostic.mark.line > 0) {
        text += ":" + std::to_string(diagnostic.mark.line) + ":" + std::to_string(std::max(diagnostic.mark.column, 1));
    }
    text += ": " + std::string(to_string(diagnostic.severity)) + ": " + diagnostic.text;
    if (!diagnostic.code.empty()) text += " [" + diagnostic.code + "]";
    if (diagnostic.mark.line > 0) text += excerpt(diagnostic, lines);
    if (!diagnostic.remedy.empty()) text += "\n    remedy: " + diagnostic.remedy;
    return text;
}

}  // namespace

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::note:
            return "note";
    }
    return {};
}

bool has_errors(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string render(const Diagnostic& diagnostic) {
    Lines lines;
    return render(diagnostic, lines);
}

std::string render(Diagnostics diagnostics) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.source->name, a.mark.line, a.mark.column) <
               std::tie(b.source->name, b.mark.line, b.mark.column);
    });
    std::vector<std::string> parts;
    parts.reserve(diagnostics.size());
    Lines lines;
    for (const auto& diagnostic : diagnostics) parts.push_back(render(diagnostic, lines));
    return join(parts, "\n");
}

}  // namespace pgreach
