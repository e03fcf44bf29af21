#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "proc/runner.hpp"

namespace pgreach::backend {

// Major versions of PostgreSQL that instances are made with: those that its project maintains, and those of Debian 12
// and 13 (15, 17), Ubuntu 24.04 and 26.04 (16, 18).
inline constexpr int oldest_postgres = 14;
inline constexpr int newest_postgres = 18;

// The server programs of the machine, of one and the same version.
struct PostgresBinaries {
    std::filesystem::path server;  // postgres
    std::filesystem::path initdb;
};

// Where a server may be. The runner asks a server for its version, and pg_config for its folder.
struct PostgresLocations {
    std::vector<std::filesystem::path> path;  // a server found here was put there on purpose: it comes first
    std::filesystem::path versions;           // has one folder a version; the newest comes first
    proc::ProcessRunner& runner;
};

// The first server of a version as above: from the path, else of the folder of versions, else where pg_config says.
// Fails (environment) with the versions that it passed over and the command that installs one.
Result<PostgresBinaries> find_postgres(const PostgresLocations& locations);
// In PATH and where Debian and Ubuntu install.
Result<PostgresBinaries> find_postgres();

}  // namespace pgreach::backend
