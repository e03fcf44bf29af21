#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace pgreach {

// The folders of the XDG Base Directory Specification in which a program keeps what is a user's.
enum class UserFolder { cache, state };

// Ours among the user's: $XDG_CACHE_HOME/pgreach or ~/.cache/pgreach; likewise for state. Not made here; whoever makes
// it never makes a home. Fails where neither the variable is set nor the user's home exists: HOME, or where that is not
// set, what the system's list of users says.
Result<std::filesystem::path> user_folder(UserFolder kind);

}  // namespace pgreach
