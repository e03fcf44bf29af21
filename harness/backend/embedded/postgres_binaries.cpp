#include "backend/embedded/postgres_binaries.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/stop.hpp"
#include "base/text.hpp"
#include "proc/runner.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

std::optional<PostgresBinaries> in_folder(const fs::path& folder) {
    PostgresBinaries found{folder / "postgres", folder / "initdb"};
    const bool both = ::access(found.server.c_str(), X_OK) == 0 && ::access(found.initdb.c_str(), X_OK) == 0;
    return both ? std::optional(found) : std::nullopt;
}

std::vector<fs::path> path_folders() {
    const char* path = std::getenv("PATH");
    std::vector<fs::path> folders;
    for (const auto& folder : split(path != nullptr ? path : "", ':')) {
        if (!folder.empty()) folders.emplace_back(folder);
    }
    return folders;
}

// /usr/lib/postgresql/15/bin: Debian keeps them out of PATH, so that several versions can stand side by side.
std::vector<fs::path> debian_folders() {
    std::vector<std::pair<int, fs::path>> versions;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        versions.emplace_back(std::atoi(entry.path().filename().c_str()), entry.path() / "bin");
    }
    std::sort(versions.rbegin(), versions.rend());
    std::vector<fs::path> folders;
    folders.reserve(versions.size());
    for (auto& [version, folder] : versions) folders.push_back(std::move(folder));
    return folders;
}

std::optional<PostgresBinaries> in_any(const std::vector<fs::path>& folders) {
    for (const auto& folder : folders) {
        if (auto found = in_folder(folder)) return found;
    }
    return std::nullopt;
}

// Last, because it costs a process.
std::optional<PostgresBinaries> told_by_pg_config() {
    proc::Command command;
    command.argv = {"pg_config", "--bindir"};
    command.limit = std::chrono::seconds(5);
    const NeverStop never;
    auto completed = proc::BoostProcessRunner(never).run(command);
    if (!completed || !completed->exit.success()) return std::nullopt;
    return in_folder(std::string(trim(completed->out)));
}

}  // namespace

Result<PostgresBinaries> find_postgres() {
    if (auto found = in_any(path_folders())) return *std::move(found);
    if (auto found = in_any(debian_folders())) return *std::move(found);
    if (auto found = told_by_pg_config()) return *std::move(found);
    return environment_error(
        "no PostgreSQL server on this machine (looked for postgres and initdb in PATH and "
        "/usr/lib/postgresql)",
        "sudo apt-get install postgresql");
}

}  // namespace pgreach::backend
