#pragma once

#include <span>
#include <string_view>

#include "yaml/node.hpp"

namespace pgreach::world {

// The parts of an object at these paths ("spec.containers.ports"), in its own order; a path leads through lists. What
// is at none of them is left out, and so are empty maps.
yaml::Node trimmed(const yaml::Node& object, std::span<const std::string_view> paths);

// "https://user:secret@host/x" without user and secret, anywhere in a text.
std::string without_credentials(std::string text);

}  // namespace pgreach::world
