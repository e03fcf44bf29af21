#pragma once

#include <string>
#include <string_view>

namespace pgreach::docs {

// SHA-256 in hexadecimal, as sha256sum prints it.
std::string sha256(std::string_view text);

}  // namespace pgreach::docs
