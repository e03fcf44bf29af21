#include "manifest/files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <istream>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/folder.hpp"

namespace pgreach::manifest {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> endings = {".yaml", ".yml", ".json", ".md", ".markdown"};

// Whatever is piped in may never end.
Result<std::string> read_all(std::istream& stream) {
    std::string text;
    std::array<char, 65536> chunk;
    while (stream.read(chunk.data(), chunk.size()), stream.gcount() > 0) {
        text.append(chunk.data(), static_cast<size_t>(stream.gcount()));
        if (text.size() <= largest_text) continue;
        return input_error("standard input is larger than " + std::to_string(largest_text >> 20U) + " MiB");
    }
    return text;
}

class Files {
  public:
    Result<void> add(const fs::path& path, bool named) {
        std::error_code ignored;
        if (!known_.insert(fs::weakly_canonical(path, ignored)).second) return {};
        auto text = read_file(path);
        if (!text) return std::move(text).error();
        add_text(path.lexically_normal().string(), *std::move(text), named);
        return {};
    }
    Result<void> add_folder(const fs::path& folder) {
        const auto paths = files_below(folder, endings);
        if (!paths) return paths.error();
        if (paths->empty()) {
            return input_error("folder " + folder.string() + " has no manifests",
                               "files ending in .yaml, .yml, .json or .md are looked at");
        }
        for (const auto& path : *paths) {
            if (auto added = add(path, false); !added) return added;
        }
        return {};
    }
    void add_text(std::string name, std::string text, bool named) {
        files_.emplace_back(std::make_shared<const Source>(Source{std::move(name), std::move(text)}), named);
    }
    std::vector<File> take() { return std::move(files_); }

  private:
    std::vector<File> files_;
    std::set<fs::path> known_;
};

}  // namespace

bool may_hold_manifests(const std::string& name) {
    return std::any_of(endings.begin(), endings.end(),
                       [&name](const std::string& ending) { return name.ends_with(ending); });
}

Result<std::vector<File>> read_files(const std::vector<std::string>& words, std::istream& standard_input) {
    Files files;
    for (const auto& word : words) {
        std::error_code ignored;
        if (word == "-") {
            auto text = read_all(standard_input);
            if (!text) return std::move(text).error();
            files.add_text("<stdin>", *std::move(text), true);
            continue;
        }
        auto added = fs::is_directory(word, ignored) ? files.add_folder(word) : files.add(word, true);
        if (!added) {
            added.error().kind = ErrorKind::input;  // whatever the system's reason, that file cannot be read
            return std::move(added).error();
        }
    }
    return files.take();
}

}  // namespace pgreach::manifest
