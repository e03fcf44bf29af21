#pragma once

#include <string>

#include "manifest/schema.hpp"
#include "yaml/node.hpp"

namespace pgreach::manifest {

// What is wrong with a value of the right type, in the API server's words; empty if nothing is.
std::string check_format(Format format, const yaml::Node& value);

}  // namespace pgreach::manifest
