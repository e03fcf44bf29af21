#pragma once

#include <string>

namespace pgreach {

// A path as a URI (RFC 3986): what may not stand in one is escaped; an absolute path becomes "file:///…".
std::string to_uri(const std::string& path);

}  // namespace pgreach
