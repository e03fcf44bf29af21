#include "page/files_beside.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace pgreach::page {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const fs::path& folder) {
    const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

}  // namespace

fs::path checkout_of(const fs::path& file) {
    std::error_code ignored;
    const auto own = fs::weakly_canonical(fs::absolute(file, ignored), ignored).parent_path();
    for (auto folder = own;; folder = folder.parent_path()) {
        if (fs::exists(folder / ".git", ignored)) return folder;
        if (folder == folder.root_path()) return own;
    }
}

Result<SourcePtr> include_from_disk(const std::string& path, const Source& from) {
    if (path.find("://") != std::string::npos) return input_error("it is on the network, where pgreach does not look");
    std::error_code ignored;
    const auto root = checkout_of(from.name);
    const fs::path relative = fs::path(path).relative_path();
    bool outside = false;
    for (fs::path folder = fs::path(from.name).parent_path();; folder = folder / "..") {
        const auto candidate = (folder / relative).lexically_normal();
        const auto real = fs::weakly_canonical(candidate, ignored);
        if (fs::is_regular_file(real, ignored)) {
            if (is_below(real, root)) {
                auto text = read_file(candidate);
                if (!text) return std::move(text).error();
                return std::make_shared<const Source>(Source{candidate.string(), *std::move(text)});
            }
            outside = true;
        }
        const auto here = fs::weakly_canonical(fs::absolute(folder, ignored), ignored);
        if (here == root || !is_below(here, root)) break;
    }
    return outside ? input_error("it is outside of " + root.string())
                   : input_error("there is no such file",
                                 "check the page where all of its sources are: in a checkout of its repository");
}

}  // namespace pgreach::page
