#include "manifest/path.hpp"

namespace pgreach::manifest {

std::string child(const std::string& path, std::string_view field) {
    return path.empty() ? std::string(field) : path + "." + std::string(field);
}

std::string child(const std::string& path, size_t index) {
    return path + "[" + std::to_string(index) + "]";
}

}  // namespace pgreach::manifest
