#include "docs/pages.hpp"

#include <filesystem>
#include <set>
#include <system_error>

#include "base/file.hpp"
#include "base/folder.hpp"
#include "base/text.hpp"
#include "page/page.hpp"

namespace pgreach::docs {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> paths_of(const std::string& word) {
    std::error_code ignored;
    if (!fs::is_directory(word, ignored)) return std::vector<fs::path>{word};
    auto paths = files_below(word, page::page_endings());
    if (!paths) return paths;
    if (paths->empty()) {
        return input_error("folder " + word + " has no pages",
                           "files ending in " + enumerate(page::page_endings()) + " are looked at");
    }
    return paths;
}

}  // namespace

Result<std::vector<SourcePtr>> read_pages(const std::vector<std::string>& words) {
    std::vector<SourcePtr> pages;
    std::set<fs::path> known;
    for (const auto& word : words) {
        const auto paths = paths_of(word);
        if (!paths) return paths.error();
        for (const auto& path : *paths) {
            std::error_code ignored;
            if (!known.insert(fs::weakly_canonical(path, ignored)).second) continue;
            auto text = read_file(path);
            if (!text) return input_error(text.error().message, text.error().remedy);
            pages.push_back(std::make_shared<const Source>(Source{path.lexically_normal().string(), *std::move(text)}));
        }
    }
    return pages;
}

}  // namespace pgreach::docs
