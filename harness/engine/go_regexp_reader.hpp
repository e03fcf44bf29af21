#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgreach::engine {

// Reads a regular expression from left to right, as Go's parser does (go_regexp.hpp).
class RegexpReader {
  public:
    explicit RegexpReader(const std::string& text) : whole_(text), rest_(text) {}
    // What is wrong with it; nothing where it can be read to its end.
    std::optional<std::string> read();

  private:
    // What stands open: a parenthesis, or all of it. `repeats`: the largest product of counts within.
    struct Group {
        int repeats = 1;
    };
    struct Count {
        int least = 0;
        int most = 0;  // -1: none
    };

    // The first fault stays, and nothing is left to be read after it.
    void fail(const char* fault, std::string_view expression);
    // Of `text`, what has been read since.
    std::string_view read_of(std::string_view text) const { return text.substr(0, text.size() - rest_.size()); }
    bool next_is(char c) const { return !rest_.empty() && rest_[0] == c; }
    char32_t take();
    void atom(int repeats = 1);
    void read_one();
    void read_group();
    void read_flags(std::string_view from);
    bool read_count(Count& count);
    bool read_number(int& number);
    void repeat(std::string_view from, Count count);
    void read_class();
    bool read_posix_class();
    bool read_unicode_class();
    bool read_perl_class();
    char32_t read_class_char(std::string_view whole_class);
    char32_t read_escape();
    bool read_hexadecimal(char32_t& value);
    void read_backslash();

    std::optional<std::string> error_;
    std::string_view whole_;
    std::string_view rest_;
    std::vector<Group> open_ = {{}};
    int last_repeats_ = 0;  // of what a repetition would be of; 0 where there is nothing
    std::string_view last_repetition_ = {};
    std::string_view repetition_ = {};
};

}  // namespace pgreach::engine
