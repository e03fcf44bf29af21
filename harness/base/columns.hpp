#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pgreach {

// The first characters of a text where it has more than `columns`, the last of which is then "…". UTF-8, every
// character as wide as a column.
std::string shortened(std::string_view text, size_t columns);

}  // namespace pgreach
