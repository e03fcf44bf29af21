#include "lint/templates.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace pgreach::lint {
namespace {

// "xv7q12q": no label, name or value of anybody's looks like it.
constexpr std::string_view word_begin = "xv7q";

// Words by their expressions. One for the process: texts of findings outlive what they were read from.
class Words {
  public:
    std::string word_for(const std::string& expression) {
        const std::lock_guard lock(mutex_);
        const auto [found, added] = numbers_.try_emplace(expression, expressions_.size());
        if (added) expressions_.push_back(expression);
        return std::string(word_begin) + std::to_string(found->second) + "q";
    }
    std::optional<std::string> expression(size_t number) {
        const std::lock_guard lock(mutex_);
        if (number >= expressions_.size()) return std::nullopt;
        return expressions_[number];
    }

  private:
    std::mutex mutex_;
    std::map<std::string, size_t> numbers_;
    std::vector<std::string> expressions_;
};
Words& words() {
    static Words all;
    return all;
}

// How expressions begin and end.
struct Brackets {
    std::string_view begin;
    std::string_view end;
};
constexpr std::array double_braces = {Brackets{"{{", "}}"}, Brackets{"{%", "%}"}, Brackets{"{#", "#}"}};

bool is_name_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// "${VAR}" and "${VAR:=default}", but neither "$${VAR}" nor "${...}".
size_t end_of_substitution(std::string_view text, size_t at) {
    if (text.substr(at, 2) != "${" || (at > 0 && text[at - 1] == '$')) return std::string_view::npos;
    const size_t close = text.find('}', at);
    const bool named = at + 2 < text.size() && is_name_char(text[at + 2]);
    return close == std::string_view::npos || !named ? std::string_view::npos : close + 1;
}

// "<namespace>", as pages write what the reader fills in.
size_t end_of_placeholder(std::string_view text, size_t at) {
    if (text[at] != '<' || at + 1 >= text.size() || std::isalpha(static_cast<unsigned char>(text[at + 1])) == 0) {
        return std::string_view::npos;
    }
    const size_t close = text.find('>', at);
    return close == std::string_view::npos ? std::string_view::npos : close + 1;
}

size_t end_of_braces(std::string_view text, size_t at) {
    for (const auto& [begin, end] : double_braces) {
        if (text.substr(at, 2) != begin) continue;
        const size_t close = text.find(end, at + 2);
        return close == std::string_view::npos ? std::string_view::npos : close + 2;
    }
    return std::string_view::npos;
}

bool is_helm(std::string_view text) {
    constexpr std::array signs = {".Values", ".Release", ".Chart", "include ", "{{-", "tpl ", "define "};
    return std::any_of(signs.begin(), signs.end(),
                       [text](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

TemplateKind kind_of(std::string_view text, bool page) {
    const bool braces = text.find("{{") != std::string_view::npos && text.find("}}") != std::string_view::npos;
    if (text.find("{%") != std::string_view::npos) return TemplateKind::jinja;
    if (braces) return is_helm(text) ? TemplateKind::helm : TemplateKind::jinja;
    for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 1)) {
        if (end_of_substitution(text, at) != std::string_view::npos) return TemplateKind::substitution;
    }
    return page ? TemplateKind::placeholders : TemplateKind::none;
}

class Reader {
  public:
    Reader(TemplateKind kind, std::string_view text) : kind_(kind), rest_(text) {}

    void read();
    std::string take() { return std::move(out_); }
    std::vector<int> take_directives() { return std::move(directives_); }

  private:
    void read_line(std::string_view line);
    size_t end_of_expression(std::string_view text, size_t at) const;

    TemplateKind kind_;
    std::string_view rest_;
    std::string out_;
    std::vector<int> directives_;
    int line_ = 1;
};

size_t Reader::end_of_expression(std::string_view text, size_t at) const {
    switch (kind_) {
        case TemplateKind::none:
            return std::string_view::npos;
        case TemplateKind::helm:
        case TemplateKind::jinja:
            return end_of_braces(text, at);
        case TemplateKind::substitution:
            return end_of_substitution(text, at);
        case TemplateKind::placeholders:
            return end_of_placeholder(text, at);
    }
    return std::string_view::npos;
}

void Reader::read_line(std::string_view line) {
    std::string made;
    bool only_expressions = true;
    bool any = false;
    for (size_t at = 0; at < line.size();) {
        const size_t end = end_of_expression(line, at);
        if (end != std::string_view::npos) {
            made += words().word_for(std::string(line.substr(at, end - at)));
            any = true;
            at = end;
            continue;
        }
        only_expressions = only_expressions && std::isspace(static_cast<unsigned char>(line[at])) != 0;
        made += line[at++];
    }
    const bool directive = any && only_expressions && kind_ != TemplateKind::placeholders;
    if (directive) {
        directives_.push_back(line_);
        made = line.ends_with('\n') ? "\n" : "";
    }
    out_ += made;
}

// An expression may go over several lines: they are read as one, and the line breaks are kept behind it.
void Reader::read() {
    while (!rest_.empty()) {
        size_t end = rest_.find('\n');
        end = end == std::string_view::npos ? rest_.size() : end + 1;
        int lines = 1;
        if (kind_ == TemplateKind::helm || kind_ == TemplateKind::jinja) {
            for (size_t at = 0; at < end; ++at) {
                const size_t close = end_of_braces(rest_, at);
                if (close == std::string_view::npos) continue;
                if (close > end) {
                    const size_t next = rest_.find('\n', close);
                    end = next == std::string_view::npos ? rest_.size() : next + 1;
                }
                at = close - 1;
            }
            lines = static_cast<int>(std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        }
        read_line(rest_.substr(0, end));
        for (int more = 1; more < lines; ++more) out_ += '\n';
        line_ += std::max(lines, 1);
        rest_.remove_prefix(end);
    }
}

}  // namespace

TemplateText read_template(const SourcePtr& source, bool page) {
    TemplateText result{kind_of(source->text, page), source, {}};
    if (result.kind == TemplateKind::none) return result;
    Reader reader(result.kind, source->text);
    reader.read();
    for (const int line : reader.take_directives()) result.directives.push_back(line + source->first_line - 1);
    auto readable = std::make_shared<Source>(*source);
    readable->text = reader.take();
    result.readable = std::move(readable);
    return result;
}

bool has_variable(std::string_view text) {
    return text.find(word_begin) != std::string_view::npos;
}

std::string restore(std::string text) {
    for (size_t at = text.find(word_begin); at != std::string::npos; at = text.find(word_begin, at + 1)) {
        const char* digits = text.data() + at + word_begin.size();
        size_t number = 0;
        const auto [end, error] = std::from_chars(digits, text.data() + text.size(), number);
        if (error != std::errc() || end == text.data() + text.size() || *end != 'q') continue;
        const auto expression = words().expression(number);
        if (!expression) continue;
        text.replace(at, static_cast<size_t>(end + 1 - (text.data() + at)), *expression);
    }
    return text;
}

std::string to_text(TemplateKind kind) {
    switch (kind) {
        case TemplateKind::none:
            return "no template";
        case TemplateKind::helm:
            return "a Helm template";
        case TemplateKind::jinja:
            return "a template (Jinja or the like)";
        case TemplateKind::substitution:
            return "a template with ${…} in it (Flux, envsubst)";
        case TemplateKind::placeholders:
            return "text with placeholders";
    }
    return {};
}

std::string how_to_render(TemplateKind kind) {
    switch (kind) {
        case TemplateKind::helm:
            return "helm template CHART | pgreach lint -";
        case TemplateKind::substitution:
            return "flux build kustomization NAME --path DIR | pgreach lint -";
        case TemplateKind::none:
        case TemplateKind::jinja:
        case TemplateKind::placeholders:
            return "render it, and give what comes out to pgreach lint -";
    }
    return {};
}

}  // namespace pgreach::lint
