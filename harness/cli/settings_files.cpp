#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "base/file.hpp"
#include "base/user_folder.hpp"
#include "cli/settings.hpp"

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* shared_name = "pgreach.yaml";

// The one that is nearest, from the working folder upwards; empty where there is none.
fs::path find_upwards() {
    std::error_code unknown;
    for (auto folder = fs::current_path(unknown); !folder.empty(); folder = folder.parent_path()) {
        if (fs::exists(folder / shared_name, unknown)) return folder / shared_name;
        if (folder == folder.root_path()) break;
    }
    return {};
}

// A folder above may be one that everybody writes to, as /tmp is.
Result<void> check_owner(const fs::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || status.st_uid == ::geteuid() || status.st_uid == 0) return {};
    return input_error(path.string() + " belongs to another user, so it is not read",
                       "if it is to be trusted, name it with --config; else leave it out with --no-config");
}

Result<void> add_file(const fs::path& path, bool trusted, const CommandEntry& program, Settings& settings) {
    auto text = read_file(path);
    if (!text) return input_error(text.error().message);
    auto more =
        read_settings(std::make_shared<const Source>(Source{path.string(), *std::move(text)}), program, trusted);
    if (!more) return std::move(more).error();
    std::move(more->begin(), more->end(), std::back_inserter(settings.all));
    settings.read.push_back(path);
    return {};
}

}  // namespace

Result<Settings> load_settings(const SettingsFiles& files, const CommandEntry& program) {
    Settings settings;
    if (files.none) return settings;
    if (!files.named.empty()) {
        if (auto added = add_file(files.named, true, program, settings); !added) return std::move(added).error();
    } else if (const auto found = find_upwards(); !found.empty()) {
        if (auto owned = check_owner(found); !owned) return std::move(owned).error();
        if (auto added = add_file(found, false, program, settings); !added) return std::move(added).error();
    }
    const auto folder = user_folder(UserFolder::config);
    if (!folder) return settings;
    const auto own = *folder / "config.yaml";
    std::error_code unknown;
    if (!fs::exists(own, unknown)) {
        settings.absent.push_back(own);
    } else if (auto added = add_file(own, true, program, settings); !added) {
        return std::move(added).error();
    }
    return settings;
}

}  // namespace pgreach::cli
