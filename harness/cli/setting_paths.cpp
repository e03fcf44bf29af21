#include "cli/setting_paths.hpp"

#include <cstdlib>

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;

std::string absolute_path(const std::string& path, const fs::path& folder) {
    if (path == "-") return path;
    const char* home = std::getenv("HOME");
    if (path.starts_with("~/") && home != nullptr && *home == '/') return (fs::path(home) / path.substr(2)).string();
    return (folder / path).lexically_normal().string();
}

}  // namespace

fs::path folder_of(const std::string& file) {
    return fs::absolute(file).parent_path();
}

bool is_path(const std::string& type) {
    return type == "FILE" || type == "DIR" || type == "PATH";
}

std::string absolute_value(const std::string& value, const std::string& type, const fs::path& folder) {
    if (type == "FORMAT=PATH") {
        const auto path = value.find('=') + 1;  // 0 where there is no format: left as it is, to be refused
        return path == 0 ? value : value.substr(0, path) + absolute_path(value.substr(path), folder);
    }
    const bool url = value.starts_with("https://") || value.starts_with("http://");
    if (is_path(type) || (type == "FILE|URL" && !url)) {
        return absolute_path(value, folder);
    }
    return value;
}

}  // namespace pgreach::cli
