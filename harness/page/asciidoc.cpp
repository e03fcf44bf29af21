#include <algorithm>
#include <cctype>
#include <optional>

#include "base/text.hpp"
#include "page/draft.hpp"
#include "page/excerpt.hpp"
#include "page/fence.hpp"
#include "page/lines.hpp"

namespace pgreach::page {
namespace {

// A line of one mark, four times at least.
bool is_delimiter(std::string_view line, char mark) {
    return line.size() >= 4 && line.find_first_not_of(mark) == std::string_view::npos;
}

// What encloses a listing where its style is said: besides the delimiters of its own, those of an open block.
bool encloses_listing(std::string_view line) {
    return is_delimiter(line, '-') || is_delimiter(line, '.') || line == "--";
}

// Blanks at the end of a line mean nothing.
std::vector<std::string_view> trimmed_lines(std::string_view text) {
    auto lines = lines_of(text);
    for (auto& line : lines) line = line.substr(0, line.find_last_not_of(" \t") + 1);
    return lines;
}

// "[source,yaml]", "[source%linenums,yaml]", "[,yaml]", "[source,subs=attributes,language=yaml]"
bool is_yaml_listing(std::string_view line) {
    if (!line.starts_with('[') || !line.ends_with(']')) return false;
    const auto parts = split(line.substr(1, line.size() - 2), ',');
    const auto style = std::string_view(parts[0]).substr(0, parts[0].find_first_of("%#."));
    if (parts.size() < 2 || (!style.empty() && style != "source" && style != "listing")) return false;
    return std::any_of(parts.begin() + 1, parts.end(), [&](const std::string& part) {
        const auto word = trim(part);
        if (word.starts_with("language=")) return names_yaml(word.substr(9));
        return &part == &parts[1] && names_yaml(word);
    });
}

struct Inclusion {
    std::string path;
    std::string_view attributes;
};
std::optional<Inclusion> inclusion_of(std::string_view line) {
    if (!line.starts_with("include::") || !line.ends_with(']')) return std::nullopt;
    const size_t bracket = line.find('[');
    if (bracket == std::string_view::npos || bracket <= 9) return std::nullopt;
    return Inclusion{std::string(line.substr(9, bracket - 9)), line.substr(bracket + 1, line.size() - bracket - 2)};
}

// lines=1..4, or lines="1..4;7"
std::string_view shown_lines(std::string_view attributes) {
    const size_t begin = attributes.find("lines=");
    if (begin == std::string_view::npos) return {};
    auto value = attributes.substr(begin + 6);
    if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
    return value.substr(0, value.find(','));
}

// "  port: 5432 # <1>": the mark of a remark below is shown as a number, and not copied.
std::string without_callouts(const std::string& text) {
    std::string result;
    for (std::string_view rest = text; !rest.empty();) {
        const size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const auto line = rest.substr(0, end);
        auto shown = trim(line).empty() ? std::string_view() : line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
        rest.remove_prefix(end);
        bool any = false;
        while (shown.ends_with('>')) {
            const size_t open = shown.rfind('<');
            const auto number = open == std::string_view::npos ? "" : shown.substr(open + 1, shown.size() - open - 2);
            if (number.empty() || number.find_first_not_of("0123456789.") != std::string_view::npos) break;
            shown = shown.substr(0, open);
            shown = shown.substr(0, shown.find_last_not_of(" \t") + 1);
            any = true;
        }
        if (any && shown.ends_with('#')) shown = shown.substr(0, shown.find_last_not_of(" \t#") + 1);
        result += any ? std::string(shown) + "\n" : std::string(line);
    }
    return result;
}

class DocReader {
  public:
    explicit DocReader(Draft& draft) : draft_(draft), lines_(trimmed_lines(draft.file()->text)) {}

    void read() {
        for (at_ = 0; at_ < lines_.size();) read_line(lines_[at_]);
    }

  private:
    void read_line(std::string_view line) {
        if (is_delimiter(line, '/') || is_delimiter(line, '+')) {
            at_ = end_of(line) + 1;
        } else if (is_delimiter(line, '-') || is_delimiter(line, '.')) {
            const size_t end = end_of(line);
            const auto text = cut_out(draft_.file()->text, lines_, at_ + 1, end, 0);
            if (looks_like_manifest(text)) take_listing(at_ + 1, end);
            at_ = end + 1;
        } else if (line.starts_with("```")) {
            const size_t end = end_of("```");
            if (names_yaml(line.substr(3))) take_listing(at_ + 1, end);
            at_ = end + 1;
        } else if (is_yaml_listing(line)) {
            read_listing();
        } else if (const auto other = inclusion_of(line)) {
            draft_.included_page(other->path, static_cast<int>(at_) + 1);
            ++at_;
        } else if (is_blank(line) || line.starts_with("//") || line.starts_with('[') || line.starts_with(':')) {
            ++at_;
        } else if (!read_title(line)) {
            read_paragraph();
        }
    }

    // Where the delimiter stands again; the end of the file where it does not.
    size_t end_of(std::string_view delimiter) const {
        size_t end = at_ + 1;
        while (end < lines_.size() && lines_[end] != delimiter) ++end;
        return end;
    }

    // Below "[source,yaml]": further attributes and a title, then a delimited block, or lines up to a blank one.
    void read_listing() {
        size_t begin = at_ + 1;
        while (begin < lines_.size() && (lines_[begin].starts_with('[') ||
                                         (lines_[begin].starts_with('.') && !is_delimiter(lines_[begin], '.')))) {
            ++begin;
        }
        at_ = begin;
        if (begin == lines_.size()) return;
        const auto line = lines_[begin];
        size_t end = begin;
        if (encloses_listing(line)) {
            end = end_of(line);
            take_listing(begin + 1, end);
            at_ = end + 1;
            return;
        }
        while (end < lines_.size() && !is_blank(lines_[end])) ++end;
        take_listing(begin, end);
        at_ = end;
    }

    void take_listing(size_t begin, size_t end) {
        if (begin >= end) return;
        if (const auto other = inclusion_of(lines_[begin]); other && begin + 1 == end) {
            return draft_.included_listing(other->path, static_cast<int>(begin) + 1, shown_lines(other->attributes),
                                           keep_lines);
        }
        for (size_t i = begin; i < end; ++i) {
            const auto part = inclusion_of(lines_[i]);
            if (part) return draft_.not_included(part->path, static_cast<int>(i) + 1);
        }
        draft_.listing(without_callouts(cut_out(draft_.file()->text, lines_, begin, end, 0)),
                       static_cast<int>(begin) + 1);
    }

    // "== Title"
    bool read_title(std::string_view line) {
        const size_t level = line.find_first_not_of('=');
        if (level == 0 || level == std::string_view::npos || level > 6 || line[level] != ' ') return false;
        draft_.heading(std::string(trim(line.substr(level))));
        draft_.prose(static_cast<int>(at_) + 1, {std::string(line)});
        ++at_;
        return true;
    }

    void read_paragraph() {
        const size_t begin = at_;
        std::vector<std::string> said;
        for (; at_ < lines_.size(); ++at_) {
            const auto line = lines_[at_];
            if (is_blank(line) || is_delimiter(line, '-') || is_delimiter(line, '.') || is_yaml_listing(line)) break;
            said.emplace_back(line);
        }
        draft_.prose(static_cast<int>(begin) + 1, std::move(said));
    }

    Draft& draft_;
    std::vector<std::string_view> lines_;
    size_t at_ = 0;
};

}  // namespace

void read_asciidoc(Draft& draft) {
    DocReader(draft).read();
}

}  // namespace pgreach::page
