#pragma once

#include <string_view>

#include "yaml/node.hpp"

namespace pgreach::yaml {

// The kind of a plain (unquoted) scalar, as kubectl's reader (YAML 1.1) resolves it.
Kind resolve_plain(std::string_view text);

}  // namespace pgreach::yaml
