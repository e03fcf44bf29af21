#include <algorithm>
#include <array>
#include <cctype>

#include "engine/go_regexp_reader.hpp"

namespace pgreach::engine {
namespace {

constexpr std::array posix_classes = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
                                      "lower", "print", "punct", "space", "upper", "word",  "xdigit"};
constexpr std::array categories = {"Any", "C",  "Cc", "Cf", "Co", "Cs", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",
                                   "Mc",  "Me", "Mn", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi",
                                   "Po",  "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs"};

bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

}  // namespace

void RegexpReader::read_class() {
    const std::string_view from = rest_;
    rest_.remove_prefix(1);
    if (next_is('^')) rest_.remove_prefix(1);
    for (bool first = true; !error_ && (first || !next_is(']')); first = false) {
        if (read_posix_class() || read_unicode_class() || read_perl_class()) continue;
        const std::string_view range = rest_;
        const char32_t low = read_class_char(from);
        if (rest_.size() < 2 || rest_[0] != '-' || rest_[1] == ']') continue;
        rest_.remove_prefix(1);
        const char32_t high = read_class_char(from);
        if (high < low) fail("invalid character class range", read_of(range));
    }
    if (error_) return;
    rest_.remove_prefix(1);
    atom();
}

char32_t RegexpReader::read_class_char(std::string_view whole_class) {
    if (rest_.empty()) {
        fail("missing closing ]", whole_class);
        return 0;
    }
    return rest_[0] == '\\' ? read_escape() : take();
}

bool RegexpReader::read_posix_class() {
    if (!rest_.starts_with("[:")) return false;
    const size_t end = rest_.find(":]", 2);
    if (end == std::string_view::npos) return false;
    std::string_view name = rest_.substr(2, end - 2);
    if (name.starts_with('^')) name.remove_prefix(1);
    if (std::find(posix_classes.begin(), posix_classes.end(), name) == posix_classes.end()) {
        fail("invalid character class range", rest_.substr(0, end + 2));
        return true;
    }
    rest_.remove_prefix(end + 2);
    return true;
}

// \pL, \p{Greek}. Names of scripts are not known here: what looks like one is taken.
bool RegexpReader::read_unicode_class() {
    if (!rest_.starts_with("\\p") && !rest_.starts_with("\\P")) return false;
    const std::string_view from = rest_;
    const bool braces = from.size() > 2 && from[2] == '{';
    const size_t end = std::min(braces ? from.find('}') : 2, from.size());
    std::string_view name = braces ? from.substr(3, end - 3) : from.substr(2, 1);
    if (name.starts_with('^')) name.remove_prefix(1);
    const bool script = name.size() > 2 && std::isupper(static_cast<unsigned char>(name[0])) != 0;
    const bool known = script || std::find(categories.begin(), categories.end(), name) != categories.end();
    rest_ = from.substr(std::min(end + 1, from.size()));
    if (!known || end == from.size()) fail("invalid character class range", read_of(from));
    return true;
}

bool RegexpReader::read_perl_class() {
    if (rest_.size() < 2 || rest_[0] != '\\' || std::string_view("dDsSwW").find(rest_[1]) == std::string_view::npos) {
        return false;
    }
    rest_.remove_prefix(2);
    return true;
}

// \x41, \x{10FFFF}. What is read up to a fault is part of the message, so every character is taken first.
bool RegexpReader::read_hexadecimal(char32_t& value) {
    const bool braces = next_is('{');
    if (braces) take();
    value = 0;
    for (size_t digits = 0; !rest_.empty(); ++digits) {
        const char32_t c = take();
        if (braces && c == '}') return digits > 0;
        if (c > 0x7F || std::isxdigit(static_cast<int>(c)) == 0) {
            if (!braces && digits == 0 && !rest_.empty()) take();
            return false;
        }
        value = value * 16 + static_cast<char32_t>(std::stoi(std::string(1, static_cast<char>(c)), nullptr, 16));
        if (value > 0x10FFFF) return false;
        if (!braces && digits == 1) return true;
    }
    return false;
}

char32_t RegexpReader::read_escape() {
    const std::string_view from = rest_;
    rest_.remove_prefix(1);
    if (rest_.empty()) {
        fail("trailing backslash at end of expression", "");
        return 0;
    }
    char32_t c = take();
    if (c < 0x80 && std::isalnum(static_cast<int>(c)) == 0) return c;
    if (c == '0' || (c >= '1' && c <= '7' && !rest_.empty() && is_octal(rest_[0]))) {
        c -= '0';
        for (int i = 1; i < 3 && !rest_.empty() && is_octal(rest_[0]); ++i) c = c * 8 + (take() - '0');
        return c;
    }
    if (c == 'x' && !rest_.empty() && read_hexadecimal(c)) return c;
    const std::string_view controls = "afnrtv";
    const size_t control = c < 0x80 ? controls.find(static_cast<char>(c)) : std::string_view::npos;
    if (control == std::string_view::npos) {
        fail("invalid escape sequence", read_of(from));
        return 0;
    }
    return static_cast<char32_t>(std::string_view("\a\f\n\r\t\v")[control]);
}

}  // namespace pgreach::engine
