#include "engine/go_regexp.hpp"

#include <algorithm>
#include <cctype>

#include "engine/go_regexp_reader.hpp"

namespace pgreach::engine {
namespace {

constexpr int most_repeats = 1000;

}  // namespace

// One character of UTF-8, which the text is known to be.
char32_t RegexpReader::take() {
    const auto first = static_cast<unsigned char>(rest_[0]);
    size_t length = 1;
    if (first >= 0xF0) {
        length = 4;
    } else if (first >= 0xE0) {
        length = 3;
    } else if (first >= 0xC0) {
        length = 2;
    }
    length = std::min(length, rest_.size());
    char32_t value = length == 1 ? first : first & (0x7FU >> length);
    for (size_t i = 1; i < length; ++i) value = (value << 6) | (static_cast<unsigned char>(rest_[i]) & 0x3FU);
    rest_.remove_prefix(length);
    return value;
}

void RegexpReader::atom(int repeats) {
    last_repeats_ = repeats;
    open_.back().repeats = std::max(open_.back().repeats, repeats);
}

std::optional<std::string> RegexpReader::read() {
    while (!rest_.empty()) {
        repetition_ = {};
        read_one();
        last_repetition_ = repetition_;
    }
    if (open_.size() > 1) fail("missing closing )", whole_);
    return error_;
}

void RegexpReader::fail(const char* fault, std::string_view expression) {
    if (!error_) error_ = std::string("error parsing regexp: ") + fault + ": `" + std::string(expression) + "`";
    rest_ = {};
}

void RegexpReader::read_one() {
    const std::string_view from = rest_;
    switch (rest_[0]) {
        case '(':
            return read_group();
        case '|':
            last_repeats_ = 0;
            rest_.remove_prefix(1);
            return;
        case ')': {
            if (open_.size() == 1) return fail("unexpected )", whole_);
            const int repeats = open_.back().repeats;
            open_.pop_back();
            rest_.remove_prefix(1);
            return atom(repeats);
        }
        case '[':
            return read_class();
        case '*':
        case '+':
        case '?':
            rest_.remove_prefix(1);
            return repeat(from, {1, 1});
        case '{': {
            Count count;
            if (read_count(count)) return repeat(from, count);
            rest_ = from.substr(1);
            return atom();
        }
        case '\\':
            return read_backslash();
        default:
            take();
            return atom();
    }
}

void RegexpReader::repeat(std::string_view from, Count count) {
    if (count.least < 0 || count.least > most_repeats || count.most > most_repeats ||
        (count.most >= 0 && count.least > count.most)) {
        return fail("invalid repeat count", read_of(from));
    }
    if (next_is('?')) rest_.remove_prefix(1);
    if (!last_repetition_.empty()) return fail("invalid nested repetition operator", read_of(last_repetition_));
    if (last_repeats_ == 0) return fail("missing argument to repetition operator", read_of(from));
    const int times = std::max(count.most < 0 ? count.least : count.most, 1);
    if (times > 1 && last_repeats_ * times > most_repeats) return fail("invalid repeat count", read_of(from));
    atom(last_repeats_ * times);
    repetition_ = from;
}

bool RegexpReader::read_number(int& number) {
    const size_t length = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    if (length == 0 || (length > 1 && rest_[0] == '0')) return false;
    number = length >= 9 ? -1 : std::stoi(std::string(rest_.substr(0, length)));
    rest_.remove_prefix(length);
    return true;
}

bool RegexpReader::read_count(Count& count) {
    rest_.remove_prefix(1);
    if (!read_number(count.least)) return false;
    count.most = count.least;
    if (next_is(',')) {
        rest_.remove_prefix(1);
        count.most = -1;
        if (!next_is('}') && !read_number(count.most)) return false;
        if (count.most < 0 && !next_is('}')) return false;
    }
    if (!next_is('}')) return false;
    rest_.remove_prefix(1);
    return true;
}

void RegexpReader::read_group() {
    const std::string_view from = rest_;
    rest_.remove_prefix(1);
    if (next_is('?')) return read_flags(from);
    open_.emplace_back();
    last_repeats_ = 0;
}

void RegexpReader::read_flags(std::string_view from) {
    const bool with_p = from.starts_with("(?P<") && from.size() > 4;
    if (with_p || (from.starts_with("(?<") && from.size() > 3)) {
        const size_t begin = with_p ? 4 : 3;
        const size_t end = from.find('>');
        if (end == std::string_view::npos) return fail("invalid named capture", from);
        const std::string_view name = from.substr(begin, end - begin);
        const bool word =
            std::all_of(name.begin(), name.end(), [](unsigned char c) { return c == '_' || std::isalnum(c) != 0; });
        if (name.empty() || !word) return fail("invalid named capture", from.substr(0, end + 1));
        rest_ = from.substr(end + 1);
        open_.emplace_back();
        last_repeats_ = 0;
        return;
    }
    rest_.remove_prefix(1);
    bool negative = false;
    bool flag = true;
    while (!rest_.empty()) {
        const char32_t c = take();
        if (c == 'i' || c == 'm' || c == 's' || c == 'U') {
            flag = true;
        } else if (c == '-' && !negative) {
            negative = true;
            flag = false;
        } else if ((c == ':' || c == ')') && flag) {
            if (c == ')') return;
            open_.emplace_back();
            last_repeats_ = 0;
            return;
        } else {
            break;
        }
    }
    fail("invalid or unsupported Perl syntax", read_of(from));
}

void RegexpReader::read_backslash() {
    const char next = rest_.size() > 1 ? rest_[1] : '\0';
    if (next == 'C') return fail("invalid escape sequence", rest_.substr(0, 2));
    if (next == 'Q') {
        const size_t end = std::min(rest_.find("\\E"), rest_.size());
        rest_.remove_prefix(std::min(end + 2, rest_.size()));
        if (end == 2) return;  // nothing is quoted
    } else if (next == 'A' || next == 'b' || next == 'B' || next == 'z') {
        rest_.remove_prefix(2);
    } else if (!read_unicode_class() && !read_perl_class()) {
        read_escape();
    }
    atom();
}

std::optional<std::string> go_regexp_error(const std::string& text) {
    return RegexpReader(text).read();
}

}  // namespace pgreach::engine
