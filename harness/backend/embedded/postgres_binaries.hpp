#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace pgreach::backend {

// The server programs of the machine, of one and the same version.
struct PostgresBinaries {
    std::filesystem::path server;  // postgres
    std::filesystem::path initdb;
};

// From PATH, else the newest of Debian's folders, else where pg_config says. Fails (environment) with the command that
// installs it.
Result<PostgresBinaries> find_postgres();

}  // namespace pgreach::backend
