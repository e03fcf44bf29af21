#include "lint/input.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <istream>
#include <iterator>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "base/file.hpp"

namespace pgreach::lint {
namespace {

namespace fs = std::filesystem;

constexpr std::array extensions = {".yaml", ".yml", ".json", ".md", ".markdown"};

bool is_wanted(const fs::path& path) {
    return std::find(extensions.begin(), extensions.end(), path.extension().string()) != extensions.end();
}

bool is_hidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

Result<std::vector<fs::path>> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (is_hidden(entry->path())) {
            entry.disable_recursion_pending();
        } else if (is_wanted(entry->path()) && entry->is_regular_file(error)) {
            files.push_back(entry->path());
        }
    }
    if (error) return input_error("cannot read folder " + folder.string() + ": " + error.message());
    if (files.empty()) {
        return input_error("folder " + folder.string() + " has no manifests",
                           "files ending in .yaml, .yml, .json or .md are looked at");
    }
    std::sort(files.begin(), files.end());
    return files;
}

class Inputs {
  public:
    Result<void> add(const fs::path& file, bool named = true);
    Result<void> add_folder(const fs::path& folder);
    void add_text(std::string name, std::string text, bool named = true) {
        files_.emplace_back(std::make_shared<const Source>(Source{std::move(name), std::move(text)}), named);
    }
    std::vector<File> take() { return std::move(files_); }

  private:
    std::vector<File> files_;
    std::set<fs::path> known_;
};

Result<void> Inputs::add(const fs::path& file, bool named) {
    std::error_code ignored;
    if (!known_.insert(fs::weakly_canonical(file, ignored)).second) return {};
    auto text = read_file(file);
    if (!text) return std::move(text).error();
    add_text(file.lexically_normal().string(), std::move(*text), named);
    return {};
}

Result<void> Inputs::add_folder(const fs::path& folder) {
    const auto files = files_below(folder);
    if (!files) return files.error();
    for (const auto& file : *files) {
        if (auto added = add(file, false); !added) return added;
    }
    return {};
}

}  // namespace

Result<std::vector<File>> read_inputs(const std::vector<std::string>& words, std::istream& standard_input) {
    Inputs inputs;
    for (const auto& word : words) {
        std::error_code ignored;
        if (word == "-") {
            inputs.add_text("<stdin>", {std::istreambuf_iterator<char>(standard_input), {}});
            continue;
        }
        auto added = fs::is_directory(word, ignored) ? inputs.add_folder(word) : inputs.add(word);
        if (!added) return std::move(added).error();
    }
    return inputs.take();
}

}  // namespace pgreach::lint
