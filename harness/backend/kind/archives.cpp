#include "backend/kind/archives.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;
constexpr std::streamoff block = 512;

// The content of one file of a tar archive, found by seeking from header to header; empty where it is not there.
std::string extract(std::ifstream& archive, const std::string& name) {
    std::array<char, block> header{};
    while (archive.read(header.data(), block) && header[0] != '\0') {
        const std::string found(header.data(), ::strnlen(header.data(), 100));
        const auto size = static_cast<std::streamoff>(std::strtoull(std::string(&header[124], 11).c_str(), nullptr, 8));
        if (found == name) {
            std::string content(static_cast<size_t>(size), '\0');
            archive.read(content.data(), size);
            return content;
        }
        archive.seekg((size + block - 1) / block * block, std::ios::cur);
    }
    return {};
}

Result<Archive> read_archive(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return environment_error(path.string() + " cannot be read");
    const std::string content = extract(file, "manifest.json");
    if (file.bad()) return environment_error(path.string() + " cannot be read");
    const auto manifest = kube::read_json(content);
    if (!manifest) return environment_error(path.string() + " is not an archive written by `docker save`");
    Archive archive{path.string(), {}};
    for (const auto& image : manifest->items) {
        for (const auto& tag : kube::items_at(image, {"RepoTags"})) archive.images.push_back(tag.text);
    }
    return archive;
}

}  // namespace

Result<std::vector<Archive>> find_archives(const std::string& folder) {
    std::error_code failed;
    std::vector<fs::path> paths;
    for (auto entry = fs::directory_iterator(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        if (entry->path().extension() == ".tar") paths.push_back(entry->path());
    }
    if (failed) return environment_error("image archives in " + folder + ": " + failed.message());
    if (paths.empty()) return environment_error("no image archive (*.tar) in " + folder);
    std::sort(paths.begin(), paths.end());
    std::vector<Archive> archives;
    std::vector<std::string> broken;
    for (const auto& path : paths) {
        auto archive = read_archive(path);
        if (archive) {
            archives.push_back(*std::move(archive));
        } else {
            broken.push_back(archive.error().message);
        }
    }
    if (broken.empty()) return archives;
    return environment_error(join(broken, "\n"));
}

std::string postgresql_image(const std::vector<Archive>& archives) {
    for (const auto& archive : archives) {
        for (const auto& image : archive.images) {
            if (image.find("/postgresql:") != std::string::npos) return image;
        }
    }
    return {};
}

}  // namespace pgreach::backend
