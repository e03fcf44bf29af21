#include "base/user_folder.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

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

}  // namespace pgreach
