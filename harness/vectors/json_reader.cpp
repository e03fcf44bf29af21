#include "vectors/json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace pgreach::vectors {
namespace {

constexpr int deepest = 400;  // as deep as the YAML reader lets them be

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Where a value can begin or end.
bool is_structure(char c) {
    return c == '{' || c == '}' || c == '[' || c == ']' || c == '"';
}

void append_utf8(std::string& text, unsigned point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
        return;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    const unsigned head = (0xF00U >> more) & 0xFF;
    text += static_cast<char>(head | (point >> (6 * more)));
    for (int i = more - 1; i >= 0; --i) text += static_cast<char>(0x80U | ((point >> (6 * i)) & 0x3FU));
}

// "-0", "12", "1.5e+3"; how many characters of the text.
size_t length_of_number(std::string_view text) {
    size_t i = text.starts_with('-') ? 1 : 0;
    const auto digits = [&text, &i] {
        const size_t begin = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
        return i > begin;
    };
    const bool zero = i < text.size() && text[i] == '0';
    if (!(zero ? ++i > 0 : digits())) return 0;
    if (i < text.size() && text[i] == '.' && (++i, !digits())) return 0;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        if (!digits()) return 0;
    }
    return i;
}

}  // namespace

void JsonReader::fail(std::string fault) {
    if (!error_) error_ = std::move(fault);
    rest_ = {};
}

char JsonReader::next() {
    while (!rest_.empty() && is_space(rest_[0])) rest_.remove_prefix(1);
    return rest_.empty() ? '\0' : rest_[0];
}

bool JsonReader::take(char c) {
    if (next() != c) return false;
    rest_.remove_prefix(1);
    return true;
}

bool JsonReader::take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
}

bool JsonReader::enter(char bracket) {
    if (!take(bracket)) {
        fail(bracket == '{' ? "a map is missing" : "a list is missing");
        return false;
    }
    return !take(bracket == '{' ? '}' : ']') && !error_;
}

bool JsonReader::go_on(char bracket) {
    if (take(',')) return true;
    if (!take(bracket)) fail(std::string("',' or '") + bracket + "' is missing");
    return false;
}

std::string_view JsonReader::key() {
    const std::string_view name = text();
    if (!take(':')) fail("':' is missing");
    return name;
}

std::string_view JsonReader::text() {
    if (!take('"')) {
        fail("a text is missing");
        return {};
    }
    const auto* special =
        std::find_if(rest_.begin(), rest_.end(), [](unsigned char c) { return c == '"' || c == '\\' || c < 0x20; });
    const auto plain = static_cast<size_t>(special - rest_.begin());
    if (special == rest_.end() || *special != '"') return unescaped(plain);
    const std::string_view found = rest_.substr(0, plain);
    rest_.remove_prefix(plain + 1);
    return found;
}

// The rest of a text of which only so much has no escapes.
std::string_view JsonReader::unescaped(size_t plain) {
    buffer_.assign(rest_.substr(0, plain));
    rest_.remove_prefix(plain);
    while (!rest_.empty() && rest_[0] != '"') {
        const char c = rest_[0];
        rest_.remove_prefix(1);
        if (static_cast<unsigned char>(c) < 0x20 || (c == '\\' && !read_escape())) {
            fail("a text has a character that must be escaped, or an escape that is none");
            return {};
        }
        if (c != '\\') buffer_ += c;
    }
    if (rest_.empty()) {
        fail("a text does not end");
        return {};
    }
    rest_.remove_prefix(1);
    return buffer_;
}

bool JsonReader::read_hexadecimal(unsigned& value) {
    if (rest_.size() < 4) return false;
    const auto [end, fault] = std::from_chars(rest_.data(), rest_.data() + 4, value, 16);
    if (fault != std::errc() || end != rest_.data() + 4) return false;
    rest_.remove_prefix(4);
    return true;
}

bool JsonReader::read_escape() {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (const size_t found = letters.find(c); found != std::string_view::npos) {
        buffer_ += meant[found];
        return true;
    }
    unsigned point = 0;
    if (c != 'u' || !read_hexadecimal(point)) return false;
    if (point >= 0xD800 && point < 0xDC00) {  // the first half of a character beyond 0xFFFF
        unsigned low = 0;
        if (!take(std::string_view("\\u")) || !read_hexadecimal(low) || low < 0xDC00 || low > 0xDFFF) return false;
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    } else if (point >= 0xDC00 && point < 0xE000) {
        return false;
    }
    append_utf8(buffer_, point);
    return true;
}

std::string_view JsonReader::number() {
    next();
    const size_t length = length_of_number(rest_);
    if (length == 0) fail("a number is missing");
    const std::string_view found = rest_.substr(0, length);
    rest_.remove_prefix(std::min(length, rest_.size()));
    return found;
}

yaml::Node JsonReader::node() {
    return node_at(0);
}

yaml::Node JsonReader::node_at(int depth) {
    yaml::Node node;
    if (depth > deepest) {
        fail("nested too deeply");
        return node;
    }
    switch (next()) {
        case '{':
            node.kind = yaml::Kind::map;
            map([&](std::string_view key) {
                auto& entry = node.entries.emplace_back();
                entry.key = key;
                entry.value = node_at(depth + 1);
            });
            return node;
        case '[':
            node.kind = yaml::Kind::list;
            list([&] { node.items.push_back(node_at(depth + 1)); });
            return node;
        case '"':
            return yaml::make_string(std::string(text()));
        case 't':
        case 'f':
            node = yaml::make_boolean(rest_[0] == 't');
            if (!take(std::string_view("true")) && !take(std::string_view("false"))) fail("a value is missing");
            return node;
        case 'n':
            if (!take(std::string_view("null"))) fail("a value is missing");
            return node;
        default:
            node.text = number();
            node.kind = node.text.find_first_of(".eE") == std::string::npos ? yaml::Kind::integer : yaml::Kind::real;
            return node;
    }
}

void JsonReader::skip_string() {
    for (size_t i = 1; i < rest_.size(); ++i) {
        if (rest_[i] == '\\') {
            ++i;
        } else if (rest_[i] == '"') {
            return rest_.remove_prefix(i + 1);
        }
    }
    fail("a text does not end");
}

std::string_view JsonReader::skip() {
    next();
    const std::string_view from = rest_;
    int depth = 0;
    do {
        const auto* at = depth == 0 ? rest_.begin() : std::find_if(rest_.begin(), rest_.end(), is_structure);
        if (at == rest_.end()) {
            fail("a value does not end");
            return {};
        }
        rest_.remove_prefix(static_cast<size_t>(at - rest_.begin()));
        const char c = rest_[0];
        if (c == '"') {
            skip_string();
        } else if (depth == 0 && c != '{' && c != '[') {
            rest_.remove_prefix(std::min(rest_.find_first_of(",}] \t\r\n"), rest_.size()));
        } else {
            depth += c == '{' || c == '[' ? 1 : -1;
            rest_.remove_prefix(1);
        }
    } while (depth > 0);
    return from.substr(0, from.size() - rest_.size());
}

void JsonReader::finish() {
    if (!error_ && next() != '\0') fail("something follows its end");
}

}  // namespace pgreach::vectors
