#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pgreach::manifest {

// Paths as the API server writes them: spec.ingress[0].fromEndpoints[0].labelSelector
std::string child(const std::string& path, std::string_view field);
std::string child(const std::string& path, size_t index);

}  // namespace pgreach::manifest
