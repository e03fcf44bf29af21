#include "yaml/json_reader.hpp"

#include <cctype>
#include <string>
#include <utility>

#include "yaml/scalar.hpp"

namespace pgreach::yaml {
namespace {

// What is nested deeper than that is told of by the reader of YAML.
constexpr int deepest_json = 100;

class JsonReader {
  public:
    JsonReader(std::string_view text, int first_line, Builder& builder)
        : text_(text), line_(first_line), builder_(builder) {}

    bool read() {
        if (text_.starts_with("---")) at_ = 3;
        skip_space();
        if (peek() != '{' || !value(0)) return false;
        skip_space();
        return at_ == text_.size();
    }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    Mark mark() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void skip_space();
    bool value(int depth);
    bool members(char end, int depth);
    bool string();
    bool escape(std::string& text);
    bool plain();

    std::string_view text_;
    size_t at_ = 0;
    size_t line_start_ = 0;
    int line_;
    Builder& builder_;
};

void JsonReader::skip_space() {
    while (peek() == ' ' || peek() == '\n') {
        if (text_[at_++] != '\n') continue;
        ++line_;
        line_start_ = at_;
    }
}

bool JsonReader::value(int depth) {
    switch (peek()) {
        case '{':
        case '[': {
            if (depth == deepest_json) return false;
            const bool map = peek() == '{';
            builder_.open(map ? Kind::map : Kind::list, mark(), 0);
            ++at_;
            return members(map ? '}' : ']', depth + 1);
        }
        case '"':
            return string();
        default:
            return plain();
    }
}

bool JsonReader::members(char end, int depth) {
    skip_space();
    bool more = !take(end);
    while (more) {
        skip_space();
        if (end == '}') {
            if (peek() != '"' || !string()) return false;
            skip_space();
            if (!take(':')) return false;
            skip_space();
        }
        if (!value(depth)) return false;
        skip_space();
        more = take(',');
        if (!more && !take(end)) return false;
    }
    builder_.close();
    return true;
}

bool JsonReader::string() {
    const Mark begin = mark();
    ++at_;
    std::string text;
    while (!take('"')) {
        const char c = peek();
        if (c == '\\') {
            if (!escape(text)) return false;
            continue;
        }
        if (c < ' ' || c > '~') return false;
        text += c;
        ++at_;
    }
    builder_.scalar({.kind = Kind::string, .text = std::move(text), .mark = begin}, 0);
    return true;
}

bool JsonReader::escape(std::string& text) {
    ++at_;
    switch (peek()) {
        case '"':
        case '\\':
        case '/':
            text += peek();
            break;
        case 'n':
            text += '\n';
            break;
        case 't':
            text += '\t';
            break;
        default:
            return false;
    }
    ++at_;
    return true;
}

// A number, true, false or null.
bool JsonReader::plain() {
    const Mark begin = mark();
    const size_t first = at_;
    while (std::isalnum(static_cast<unsigned char>(peek())) != 0 || peek() == '.' || peek() == '-' || peek() == '+') {
        ++at_;
    }
    const std::string_view text = text_.substr(first, at_ - first);
    const bool number = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (text == "null") {
        builder_.scalar({.kind = Kind::null, .mark = begin}, 0);
    } else if (number || text == "true" || text == "false") {
        builder_.scalar({.kind = resolve_plain(text), .text = std::string(text), .mark = begin}, 0);
    } else {
        return false;
    }
    return true;
}

}  // namespace

bool read_json_object(std::string_view text, int first_line, Builder& builder) {
    return JsonReader(text, first_line, builder).read();
}

}  // namespace pgreach::yaml
