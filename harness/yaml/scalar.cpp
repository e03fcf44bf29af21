#include "yaml/scalar.hpp"

#include <algorithm>
#include <array>

namespace pgreach::yaml {
namespace {

constexpr std::array<std::string_view, 5> nulls = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 22> booleans = {"y",     "Y",     "yes",   "Yes", "YES", "true", "True", "TRUE",
                                                       "on",    "On",    "ON",    "n",   "N",   "no",   "No",   "NO",
                                                       "false", "False", "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 7> named_reals = {".inf", ".Inf", ".INF", "-.inf", ".nan", ".NaN", ".NAN"};

template <size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view text) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

// Takes leading digits off and says how many there were.
size_t take_digits(std::string_view& text, std::string_view digits) {
    const size_t count = std::min(text.find_first_not_of(digits), text.size());
    text.remove_prefix(count);
    return count;
}

constexpr std::string_view decimal = "0123456789";

bool is_prefixed_integer(std::string_view text) {
    if (text.size() < 3 || text[0] != '0') return false;
    const char base = text[1];
    text.remove_prefix(2);
    if (base == 'x') return take_digits(text, "0123456789abcdefABCDEF") > 0 && text.empty();
    if (base == 'o') return take_digits(text, "01234567") > 0 && text.empty();
    return false;
}

Kind resolve_number(std::string_view text) {
    if (is_prefixed_integer(text)) return Kind::integer;
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const size_t whole = take_digits(text, decimal);
    if (whole > 0 && text.empty()) return Kind::integer;
    size_t fraction = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text, decimal);
    }
    if (whole + fraction == 0) return Kind::string;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
        if (take_digits(text, decimal) == 0) return Kind::string;
    }
    return text.empty() ? Kind::real : Kind::string;
}

}  // namespace

Kind resolve_plain(std::string_view text) {
    if (contains(nulls, text)) return Kind::null;
    if (contains(booleans, text)) return Kind::boolean;
    if (contains(named_reals, text)) return Kind::real;
    return resolve_number(text);
}

}  // namespace pgreach::yaml
