#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"

namespace pgreach {

// The folders of the XDG Base Directory Specification in which a program keeps what is a user's.
enum class UserFolder { cache, config, data, state };

// Ours among the user's: $XDG_CACHE_HOME/pgreach or ~/.cache/pgreach; likewise for the others. Not made here; whoever
// makes it never makes a home. Fails where neither the variable is set nor the user's home exists: HOME, or where that
// is not set, what the system's list of users says.
Result<std::filesystem::path> user_folder(UserFolder kind);

// Where data of ours may be that all users share, the most important first: pgreach/ below each folder of
// $XDG_DATA_DIRS, which is /usr/local/share:/usr/share where it is not set. They need not exist.
std::vector<std::filesystem::path> shared_data_folders();

}  // namespace pgreach
