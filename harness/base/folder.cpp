#include "base/folder.hpp"

#include <algorithm>
#include <set>
#include <system_error>

namespace pgreach {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> files_below(const fs::path& folder, const std::vector<std::string>& extensions) {
    std::vector<fs::path> files;
    std::error_code error;
    std::set<fs::path> visited = {fs::weakly_canonical(folder, error)};
    fs::recursive_directory_iterator entry(folder, fs::directory_options::follow_directory_symlink, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const auto& path = entry->path();
        const auto extension = path.extension().string();
        if (path.filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
        } else if (entry->is_directory(error)) {
            if (!visited.insert(fs::weakly_canonical(path, error)).second) entry.disable_recursion_pending();
        } else if (std::find(extensions.begin(), extensions.end(), extension) != extensions.end() &&
                   entry->is_regular_file(error)) {
            files.push_back(path);
        }
        error.clear();  // a link to nothing is no file; whether the folder can be read, the next increment tells
    }
    if (error) return input_error("cannot read folder " + folder.string() + ": " + error.message());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace pgreach
