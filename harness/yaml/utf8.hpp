#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"

namespace pgreach::yaml {

// Where the text stops being UTF-8 (or holds a NUL byte, which no YAML may); nothing if it is sound.
std::optional<Mark> find_invalid_utf8(std::string_view text);

}  // namespace pgreach::yaml
