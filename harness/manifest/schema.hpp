#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest/pattern.hpp"

namespace pgreach::manifest {

enum class Type : std::uint8_t { anything, string, boolean, integer, number, int_or_string, list, map, object };

// Checks of text that are more than a pattern; see formats.hpp.
enum class Format : std::uint8_t { none, cidr, port, label_key, label_value, name, printable };

// What the API server knows of one value: a node of the tables in manifest/schema/, with names resolved.
struct Schema {
    Type type = Type::anything;
    bool built_in = false;  // decoded into a type of Go's, which takes null for "not given"
    bool dropped = false;   // not kept when an object is applied: only its unknown fields count
    Format format = Format::none;
    Format key_format = Format::none;                             // of a map's keys
    const Schema* element = nullptr;                              // lists and maps
    std::vector<std::pair<std::string, const Schema*>> fields{};  // objects

    std::vector<std::string> required{}, one_of{}, any_of{};
    std::vector<std::string> allowed{};  // enum
    std::optional<Pattern> pattern{};
    std::optional<std::int64_t> min{}, max{};
    std::optional<size_t> min_length{}, max_length{}, min_items{}, max_items{};
    bool unique = false;

    // Null where the object has no such field.
    const Schema* field(std::string_view name) const;
    std::vector<std::string> field_names() const;
};

inline constexpr int newest_release = 20;

// Of CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy and NetworkPolicy, as release 1.<release> of Cilium brings
// them; null for any other kind.
const Schema* find_schema(std::string_view kind, int release = newest_release);

}  // namespace pgreach::manifest
