#include "backend/embedded/data_directory.hpp"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

Result<void> give_to_server(const fs::path& path, mode_t mode, const netns::PrivateNode& node) {
    const auto& server_user = node.server_user;
    if (server_user && ::chown(path.c_str(), server_user->user, server_user->group) != 0) {
        return system_error("cannot change the owner of " + path.string(), errno);
    }
    if (::chmod(path.c_str(), mode) != 0) return system_error("cannot change the mode of " + path.string(), errno);
    return {};
}

bool mount_overlay(const fs::path& lower, const fs::path& home, const fs::path& at) {
    const std::string layers = "lowerdir=" + lower.string() + ",upperdir=" + (home / "changes").string() +
                               ",workdir=" + (home / "work").string();
    // userxattr: without privileges on the host. volatile: nothing is ever flushed.
    const std::string options = layers + ",userxattr,volatile";
    return ::mount("overlay", at.c_str(), "overlay", 0, options.c_str()) == 0 ||
           ::mount("overlay", at.c_str(), "overlay", 0, layers.c_str()) == 0;
}

}  // namespace

Result<fs::path> make_data_directory(const DataTemplate& data, const fs::path& home, const netns::PrivateNode& node) {
    const fs::path directory = home / "data";
    std::error_code failed;
    for (const char* name : {"changes", "work", "data"}) {
        if (!failed) fs::create_directory(home / name, failed);
    }
    if (failed) return environment_error("cannot make " + directory.string() + ": " + failed.message());
    // The overlay's root is the upper layer's.
    if (auto given = give_to_server(home / "changes", 0700, node); !given) return std::move(given).error();
    if (mount_overlay(data.directory, home, directory)) return directory;

    fs::copy(data.directory, directory, fs::copy_options::recursive, failed);
    if (failed) return environment_error("cannot copy the data directory: " + failed.message());
    if (auto given = give_to_server(directory, 0700, node); !given) return std::move(given).error();
    if (!node.server_user) return directory;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const auto mode = static_cast<mode_t>(entry.status().permissions());
        if (auto given = give_to_server(entry.path(), mode, node); !given) return std::move(given).error();
    }
    return directory;
}

Result<void> add_server_file(const fs::path& path, const std::string& text, const netns::PrivateNode& node) {
    if (auto written = write_file(path, text); !written) return written;
    return give_to_server(path, 0600, node);
}

}  // namespace pgreach::backend
