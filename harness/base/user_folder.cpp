#include "base/user_folder.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/text.hpp"

namespace pgreach {
namespace {

namespace fs = std::filesystem;

struct Place {
    const char* variable;
    const char* below_home;
};

Place place_of(UserFolder kind) {
    switch (kind) {
        case UserFolder::cache:
            return {"XDG_CACHE_HOME", ".cache"};
        case UserFolder::config:
            return {"XDG_CONFIG_HOME", ".config"};
        case UserFolder::data:
            return {"XDG_DATA_HOME", ".local/share"};
        case UserFolder::state:
            return {"XDG_STATE_HOME", ".local/state"};
    }
    return {};
}

fs::path home() {
    const char* given = std::getenv("HOME");
    if (given != nullptr && *given != '\0') return given;
    const passwd* user = ::getpwuid(::geteuid());
    return user != nullptr ? user->pw_dir : "";
}

}  // namespace

Result<fs::path> user_folder(UserFolder kind) {
    const auto [variable, below_home] = place_of(kind);
    // A relative path is to be ignored, says the specification.
    const char* given = std::getenv(variable);
    if (given != nullptr && *given == '/') return fs::path(given) / "pgreach";
    const fs::path place = home();
    std::error_code unknown;
    if (place.is_absolute() && fs::is_directory(place, unknown)) return place / below_home / "pgreach";
    return environment_error(
        place.empty() ? "the user has no home folder" : "the home folder " + place.string() + " does not exist",
        std::string("set ") + variable + " to a folder of yours");
}

std::vector<fs::path> shared_data_folders() {
    const char* given = std::getenv("XDG_DATA_DIRS");
    const std::string all = given != nullptr && *given != '\0' ? given : "/usr/local/share:/usr/share";
    std::vector<fs::path> folders;
    for (const auto& folder : split(all, ':')) {
        if (folder.starts_with('/')) folders.push_back(fs::path(folder) / "pgreach");
    }
    return folders;
}

}  // namespace pgreach
