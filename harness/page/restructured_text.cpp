#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "page/draft.hpp"
#include "page/excerpt.hpp"
#include "page/fence.hpp"
#include "page/lines.hpp"

namespace pgreach::page {
namespace {

constexpr std::array code_directives = {"code-block", "code", "sourcecode"};

// A line of one mark, as it stands below a title: "=====".
bool is_underline(std::string_view line) {
    if (line.empty() || std::ispunct(static_cast<unsigned char>(line[0])) == 0) return false;
    return line.find_first_not_of(line[0]) == std::string_view::npos;
}

size_t characters(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// ".. NAME:: ARGUMENT"
struct Directive {
    std::string_view name;
    std::string_view argument;
};
std::optional<Directive> directive_of(std::string_view line) {
    line = trim(behind_list_marks(line));
    const size_t end = line.find("::");
    if (!line.starts_with(".. ") || end == std::string_view::npos) return std::nullopt;
    const auto name = trim(line.substr(3, end - 3));
    if (name.empty() || name.find_first_of(" _|") != std::string_view::npos) return std::nullopt;
    return Directive{name, trim(line.substr(end + 2))};
}

// Behind the marks of a list, what belongs to it is indented more than itself.
size_t column_of_directive(std::string_view line) {
    const auto behind = behind_list_marks(line);
    return behind.size() == line.size() ? indentation(line) : line.size() - behind.size();
}

bool is_comment(std::string_view line) {
    line = trim(line);
    return line.starts_with("..") && (line.size() == 2 || line[2] == ' ') && !line.starts_with(".. _") &&
           !line.starts_with(".. |") && !line.starts_with(".. [");
}

class TextReader {
  public:
    explicit TextReader(Draft& draft) : draft_(draft), lines_(lines_of(draft.file()->text)) {
        for (const auto line : lines_) indentations_.push_back(is_blank(line) ? blank : indentation(line));
    }

    void read() {
        for (at_ = 0; at_ < lines_.size();) {
            if (indentations_[at_] == blank) {
                ++at_;
            } else if (const auto directive = directive_of(lines_[at_])) {
                read_directive(*directive);
            } else if (is_comment(lines_[at_])) {
                at_ = end_of_body(at_ + 1, indentations_[at_]);
            } else if (!read_title()) {
                read_paragraph();
            }
        }
    }

  private:
    // The first line from `begin` on that is not indented more than `own`, blank ones before it left out.
    size_t end_of_body(size_t begin, size_t own) const {
        size_t end = begin;
        for (size_t i = begin; i < lines_.size(); ++i) {
            if (indentations_[i] == blank) continue;
            if (indentations_[i] <= own) break;
            end = i + 1;
        }
        return end;
    }

    // ":name: value" below a directive; `body` is where they end.
    std::map<std::string, std::string> options_of(size_t begin, size_t end, size_t& body) const {
        std::map<std::string, std::string> options;
        body = begin;
        for (; body < end && indentations_[body] != blank; ++body) {
            const auto line = trim(lines_[body]);
            const size_t colon = line.find(':', 1);
            if (!line.starts_with(':') || colon == std::string_view::npos) break;
            options.emplace(line.substr(1, colon - 1), trim(line.substr(colon + 1)));
        }
        return options;
    }

    void read_directive(const Directive& directive) {
        const size_t begin = at_, end = end_of_body(at_ + 1, column_of_directive(lines_[at_]));
        size_t body = 0;
        const auto options = options_of(begin + 1, end, body);
        const bool code =
            std::find(code_directives.begin(), code_directives.end(), directive.name) != code_directives.end();
        if (code) {
            if (names_yaml(directive.argument)) take_listing(body, end);
        } else if (directive.name == "literalinclude") {
            include_listing(directive, options, begin);
        } else if (directive.name == "include") {
            draft_.included_page(std::string(directive.argument), static_cast<int>(begin) + 1);
        } else if (directive.name != "parsed-literal" && directive.name != "raw") {
            at_ = body;  // what stands in it is read like the rest
            return;
        }
        at_ = end;
    }

    void include_listing(const Directive& directive, const std::map<std::string, std::string>& options, size_t line) {
        const std::string path(directive.argument);
        const auto language = options.find("language");
        const bool named = path.ends_with(".yaml") || path.ends_with(".yml");
        if (language == options.end() ? !named : !names_yaml(language->second)) return;
        const auto shown = options.find("lines");
        draft_.included_listing(path, static_cast<int>(line) + 1,
                                shown == options.end() ? std::string_view() : std::string_view(shown->second),
                                keep_lines);
    }

    void take_listing(size_t begin, size_t end) {
        while (begin < end && indentations_[begin] == blank) ++begin;
        if (begin == end) return;
        draft_.listing(cut_out(draft_.file()->text, lines_, begin, end, common_indentation(lines_, begin, end)),
                       static_cast<int>(begin) + 1);
    }

    // A title has a line of marks below it, and may have one above.
    bool read_title() {
        const bool overlined = is_underline(lines_[at_]) && at_ + 2 < lines_.size() && lines_[at_ + 2] == lines_[at_];
        const size_t title = overlined ? at_ + 1 : at_;
        if (title + 1 >= lines_.size() || !is_underline(lines_[title + 1]) || indentations_[at_] > 0) return false;
        const auto text = trim(lines_[title]);
        if (text.empty() || lines_[title + 1].size() < characters(text) || is_underline(text)) return false;
        draft_.heading(std::string(text));
        draft_.prose(static_cast<int>(title) + 1, {std::string(lines_[title])});
        at_ = title + 2;
        return true;
    }

    // One that ends in "::" has a literal block below it.
    void read_paragraph() {
        const size_t begin = at_;
        std::vector<std::string> said;
        for (; at_ < lines_.size() && indentations_[at_] != blank; ++at_) said.emplace_back(lines_[at_]);
        const bool literal = trim(lines_[at_ - 1]).ends_with("::");
        const size_t own = indentations_[begin];
        draft_.prose(static_cast<int>(begin) + 1, std::move(said));
        while (at_ < lines_.size() && indentations_[at_] == blank) ++at_;
        if (!literal || at_ == lines_.size() || indentations_[at_] <= own) return;
        const size_t end = end_of_body(at_, own);
        if (looks_like_manifest(cut_out(draft_.file()->text, lines_, at_, end, common_indentation(lines_, at_, end)))) {
            take_listing(at_, end);
        }
        at_ = end;
    }

    Draft& draft_;
    static constexpr size_t blank = std::string_view::npos;
    std::vector<std::string_view> lines_;
    std::vector<size_t> indentations_;  // of each line, or `blank`
    size_t at_ = 0;
};

}  // namespace

void read_restructured_text(Draft& draft) {
    TextReader(draft).read();
}

}  // namespace pgreach::page
