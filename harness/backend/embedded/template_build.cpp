#include "backend/embedded/template_build.hpp"

#include <unistd.h>

#include <fstream>

#include "base/file.hpp"
#include "proc/runner.hpp"

namespace pgreach::backend {

// Nothing here outlives the node, so nothing is made durable, and no server has more processes than it needs.
const char* const template_settings = R"(
unix_socket_directories = ''
ssl = on
fsync = off
full_page_writes = off
# flushed at once, so that it is sent at once
synchronous_commit = local
wal_level = replica
hot_standby = on
max_wal_senders = 10
wal_keep_size = 16MB
# how soon a replica that lost its primary tries again
wal_retrieve_retry_interval = 10ms
shared_buffers = 2MB
huge_pages = off
# not in /dev/shm, which is the host's
dynamic_shared_memory_type = mmap
max_worker_processes = 0
max_parallel_workers = 0
max_logical_replication_workers = 0
autovacuum = off
track_counts = off
jit = off
log_min_messages = fatal
log_checkpoints = off
timezone = UTC
)";

// As CNPG has it: TLS or nothing. Authentication is not what is tested here, and trust is the fastest.
const char* const template_hba = R"(
hostssl all         all               all trust
hostssl replication streaming_replica all trust
)";

namespace {

constexpr const char* roles = R"(CREATE ROLE app LOGIN
CREATE ROLE streaming_replica LOGIN REPLICATION
CREATE DATABASE app OWNER app
)";

Result<void> run(const TemplateRequest& request, std::vector<std::string> argv, const std::string& input = {}) {
    proc::Command command;
    if (const auto& server_user = request.node.server_user) {
        command.argv = {"setpriv", "--clear-groups", "--reuid=" + std::to_string(server_user->user),
                        "--regid=" + std::to_string(server_user->group)};
    }
    command.argv.insert(command.argv.end(), argv.begin(), argv.end());
    command.environment = {{"LC_ALL", "C"}, {"TZ", "UTC"}};
    command.input = input;
    command.limit = std::chrono::seconds(120);
    auto completed = proc::ForkingProcessRunner(request.stop).run(command);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) return proc::failure(command, *completed);
    return {};
}

Result<void> append(const std::filesystem::path& file, const char* text) {
    std::ofstream out(file, std::ios::app);
    out << text;
    if (!out.flush()) return environment_error("cannot write " + file.string());
    return {};
}

}  // namespace

Result<void> build_template(const TemplateRequest& request, const std::filesystem::path& directory) {
    std::error_code failed;
    std::filesystem::create_directory(directory, failed);
    if (failed) return environment_error("cannot make " + directory.string() + ": " + failed.message());
    if (const auto& server_user = request.node.server_user) {
        if (::chown(directory.c_str(), server_user->user, server_user->group) != 0) {
            return system_error("cannot change the owner of " + directory.string(), errno);
        }
    }
    const auto& binaries = request.binaries;
    auto made =
        run(request, {binaries.initdb.string(), "--pgdata=" + directory.string(), "--username=postgres", "--auth=trust",
                      "--no-sync", "--locale=C", "--encoding=UTF8", "--wal-segsize=1", "--no-instructions"});
    if (!made) return made;
    if (auto set = append(directory / "postgresql.conf", template_settings); !set) return set;
    if (auto set = append(directory / "pg_hba.conf", template_hba); !set) return set;
    // Without TLS here: the certificate is made for each run. A server that ends in this mode stops cleanly.
    return run(request, {binaries.server.string(), "--single", "-D", directory.string(), "-c", "ssl=off", "postgres"},
               roles);
}

}  // namespace pgreach::backend
