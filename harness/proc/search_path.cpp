#include "proc/search_path.hpp"

#include <unistd.h>

#include <cstdlib>

#include "base/text.hpp"

namespace pgreach::proc {

namespace fs = std::filesystem;

std::vector<fs::path> path_folders() {
    const char* path = std::getenv("PATH");
    std::vector<fs::path> folders;
    for (const auto& folder : split(path != nullptr ? path : "", ':')) {
        if (!folder.empty()) folders.emplace_back(folder);
    }
    return folders;
}

std::optional<fs::path> find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) return name;
    for (const auto& folder : path_folders()) {
        std::error_code ignored;
        auto file = folder / name;
        if (fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0) return file;
    }
    return std::nullopt;
}

}  // namespace pgreach::proc
