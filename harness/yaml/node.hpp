#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace pgreach::yaml {

// The type of a value after YAML's rules for plain scalars, as the API server's reader resolves them:
// 5432 is an integer, "5432" a string, yes and on are booleans.
enum class Kind : std::uint8_t { null, boolean, integer, real, string, list, map };

std::string_view to_string(Kind kind);  // "map", in the words of our messages

struct Entry;

// A YAML or JSON value with its place in the text. Aliases are already replaced by what they stand for.
struct Node {
    Kind kind = Kind::null;
    std::string text = {};  // scalars: as written, without quotes
    Mark mark = {};
    std::vector<Node> items = {};  // lists
    std::vector<Entry> entries;    // maps, in the order written, keys unique

    bool is_scalar() const { return kind != Kind::list && kind != Kind::map; }
    bool is_null() const { return kind == Kind::null; }
    // Of a map: the value of that key, null where it is absent or this is no map.
    const Node* find(std::string_view key) const;
    std::optional<std::int64_t> as_integer() const;  // integers that fit
    std::optional<bool> as_boolean() const;
    // Equal in value; marks do not count.
    bool operator==(const Node& other) const;
};

struct Entry {
    std::string key;
    Mark mark;  // of the key
    Node value;
    bool operator==(const Entry& other) const { return key == other.key && value == other.value; }
};

// Builders, for code that makes documents (tests, JSON input).
Node make_string(std::string text);
Node make_integer(std::int64_t value);
Node make_boolean(bool value);
Node make_list(std::vector<Node> items);
Node make_map(std::vector<Entry> entries);

// Compact JSON, keys in the order written. What a backend hands to `kubectl apply -f -`.
std::string to_json(const Node& node);

}  // namespace pgreach::yaml
