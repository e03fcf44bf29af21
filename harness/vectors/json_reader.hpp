#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "yaml/node.hpp"

namespace pgreach::vectors {

// Reads JSON from front to back and keeps nothing of it, so that a case of a million flows costs one pass. The first
// fault stays; after it every value is empty and every loop ends, so it need be asked for only once.
class JsonReader {
  public:
    explicit JsonReader(std::string_view text) : rest_(text) {}

    // Calls take(key) for each key of a map; take reads the value. The key is good until then.
    template <typename Take>
    void map(const Take& take) {
        for (bool more = enter('{'); more; more = go_on('}')) take(key());
    }
    // Calls take() for each item of a list; take reads it.
    template <typename Take>
    void list(const Take& take) {
        for (bool more = enter('['); more; more = go_on(']')) take();
    }
    // The first character of the next value, which tells its type: one of {["-0123456789tfn. '\0' at the end.
    char next();
    // A string; good until the next one is read.
    std::string_view text();
    // A number, as written.
    std::string_view number();
    // Any value, as documents are held.
    yaml::Node node();
    // The text of any value, which is read over without a look at what it says.
    std::string_view skip();
    // Nothing may follow.
    void finish();

    void fail(std::string fault);
    const std::optional<std::string>& error() const { return error_; }

  private:
    bool enter(char bracket);
    bool go_on(char bracket);
    std::string_view key();
    bool take(char c);
    bool take(std::string_view word);
    std::string_view unescaped(size_t plain);
    bool read_escape();
    bool read_hexadecimal(unsigned& value);
    void skip_string();
    yaml::Node node_at(int depth);

    std::string_view rest_;
    std::string buffer_;
    std::optional<std::string> error_;
};

}  // namespace pgreach::vectors
