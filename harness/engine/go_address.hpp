#pragma once

#include <optional>
#include <string>

namespace pgreach::engine {

// What Go's netip.ParseAddr says of a text that is no address, in its words; nothing where it is one.
std::optional<std::string> go_address_error(const std::string& text);
// The same for netip.ParsePrefix, "address/bits".
std::optional<std::string> go_prefix_error(const std::string& text);

}  // namespace pgreach::engine
