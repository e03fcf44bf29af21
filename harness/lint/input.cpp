#include "lint/input.hpp"

#include <array>
#include <filesystem>
#include <istream>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/folder.hpp"

namespace pgreach::lint {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> manifests_below(const fs::path& folder) {
    auto files = files_below(folder, {".yaml", ".yml", ".json", ".md", ".markdown"});
    if (files && files->empty()) {
        return input_error("folder " + folder.string() + " has no manifests",
                           "files ending in .yaml, .yml, .json or .md are looked at");
    }
    return files;
}

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
    const auto files = manifests_below(folder);
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
            auto text = read_all(standard_input);
            if (!text) return std::move(text).error();
            inputs.add_text("<stdin>", *std::move(text));
            continue;
        }
        auto added = fs::is_directory(word, ignored) ? inputs.add_folder(word) : inputs.add(word);
        if (!added) return std::move(added).error();
    }
    return inputs.take();
}

}  // namespace pgreach::lint
