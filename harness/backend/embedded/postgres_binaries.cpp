#include "backend/embedded/postgres_binaries.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/stop.hpp"
#include "base/text.hpp"
#include "proc/search_path.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

// A folder that has the programs of a server, and the major version where the folder's name does not tell it.
struct Candidate {
    fs::path folder;
    std::optional<int> version;
};

bool has_server(const fs::path& folder) {
    return ::access((folder / "postgres").c_str(), X_OK) == 0 && ::access((folder / "initdb").c_str(), X_OK) == 0;
}

// /usr/lib/postgresql/15/bin: Debian keeps servers out of PATH, so that several versions can be installed side by side.
std::vector<Candidate> newest_first(const fs::path& versions) {
    std::vector<Candidate> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(versions, ignored)) {
        found.push_back({entry.path() / "bin", std::atoi(entry.path().filename().c_str())});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.version > b.version; });
    return found;
}

std::string ask(proc::ProcessRunner& runner, std::vector<std::string> argv) {
    proc::Command command;
    command.argv = std::move(argv);
    command.limit = std::chrono::seconds(5);
    const auto completed = runner.run(command);
    return completed && completed->exit.success() ? std::string(trim(completed->out)) : "";
}

// "postgres (PostgreSQL) 17.5 (Debian 17.5-1)"; 0 where it does not say.
int ask_version(proc::ProcessRunner& runner, const fs::path& server) {
    const std::string answer = ask(runner, {server.string(), "--version"});
    const std::string before = "(PostgreSQL) ";
    const size_t at = answer.find(before);
    return at == std::string::npos ? 0 : std::atoi(answer.c_str() + at + before.size());
}

Error none_found(const PostgresLocations& locations, const std::vector<std::string>& passed_over) {
    std::string message = "no PostgreSQL server of version " + std::to_string(oldest_postgres) + " to " +
                          std::to_string(newest_postgres) + " on this machine";
    if (!passed_over.empty()) message += ", only " + enumerate(passed_over);
    message += " (looked for postgres and initdb in PATH, " + locations.versions.string() + " and pg_config --bindir)";
    return environment_error(std::move(message), "sudo apt-get install postgresql");
}

}  // namespace

Result<PostgresBinaries> find_postgres(const PostgresLocations& locations) {
    std::vector<std::string> passed_over;
    const auto first_usable = [&](const std::vector<Candidate>& candidates) -> std::optional<PostgresBinaries> {
        for (const auto& [folder, named] : candidates) {
            if (!has_server(folder)) continue;
            PostgresBinaries found{folder / "postgres", folder / "initdb"};
            const int version = named ? *named : ask_version(locations.runner, found.server);
            if (version >= oldest_postgres && version <= newest_postgres) return found;
            passed_over.push_back((version == 0 ? "one of unknown version" : std::to_string(version)) + " in " +
                                  folder.string());
        }
        return std::nullopt;
    };
    std::vector<Candidate> in_path;
    for (const auto& folder : locations.path) in_path.push_back({folder, std::nullopt});
    if (auto found = first_usable(in_path)) return *std::move(found);
    if (auto found = first_usable(newest_first(locations.versions))) return *std::move(found);
    const std::string told = ask(locations.runner, {"pg_config", "--bindir"});
    if (!told.empty()) {
        if (auto found = first_usable({{told, std::nullopt}})) return *std::move(found);
    }
    return none_found(locations, passed_over);
}

Result<PostgresBinaries> find_postgres() {
    const NeverStop never;
    proc::ForkingProcessRunner runner(never);
    return find_postgres({proc::path_folders(), "/usr/lib/postgresql", runner});
}

}  // namespace pgreach::backend
