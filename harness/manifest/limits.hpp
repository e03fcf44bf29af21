#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "manifest/schema.hpp"
#include "yaml/node.hpp"

namespace pgreach::manifest {

std::string_view to_string(Type type);  // in the API server's words: "array", "object"

bool has_type(Type type, const yaml::Node& node);

// What a value of the right type breaks by itself: enum, pattern, format, length, size, range. Empty if nothing.
std::vector<std::string> broken_limits(const Schema& schema, const yaml::Node& node);

}  // namespace pgreach::manifest
