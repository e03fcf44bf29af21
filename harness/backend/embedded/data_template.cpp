#include "backend/embedded/data_template.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "backend/embedded/template_build.hpp"
#include "base/file.hpp"
#include "base/unique_fd.hpp"
#include "base/user_folder.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

// FNV-1a: to tell templates apart, nothing more.
std::uint64_t digest(const std::string& text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const unsigned char byte : text) hash = (hash ^ byte) * 1099511628211U;
    return hash;
}

// Another server, another configuration or another owner is another template. The version itself costs a process to
// ask.
std::string template_name(const TemplateRequest& request) {
    struct stat server {};
    ::stat(request.binaries.server.c_str(), &server);
    const uid_t owner = request.node.server_user ? request.node.server_user->user : 0;
    const std::string all =
        fmt::format("{} {} {}.{} {} {} {}", request.binaries.server.string(), server.st_size, server.st_mtim.tv_sec,
                    server.st_mtim.tv_nsec, owner, template_settings, template_hba);
    return fmt::format("postgres-{:016x}", digest(all));
}

// Stored by rename, so it is whole if it is there. Somebody else's files are not trusted.
bool usable(const fs::path& directory, const netns::PrivateNode& node) {
    const uid_t owner = node.server_user ? node.server_user->user : ::geteuid();
    struct stat version {};
    return ::stat((directory / "PG_VERSION").c_str(), &version) == 0 && version.st_uid == owner;
}

Result<DataTemplate> open_template(const fs::path& directory) {
    auto control = read_file(directory / "global" / "pg_control");
    if (!control) return std::move(control).error();
    std::uint64_t system_id = 0;  // pg_control begins with it
    if (control->size() < sizeof system_id) return environment_error(directory.string() + " is no data directory");
    std::memcpy(&system_id, control->data(), sizeof system_id);
    return DataTemplate{directory, std::to_string(system_id)};
}

// What runs that were killed left behind. Only under the lock.
void sweep(const fs::path& cache) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(cache, ignored)) {
        if (entry.path().extension() == ".part") fs::remove_all(entry.path(), ignored);
    }
}

void give_to(const netns::Identity& owner, const fs::path& directory) {
    [[maybe_unused]] int ignored = ::lchown(directory.c_str(), owner.user, owner.group);
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        ignored = ::lchown(entry.path().c_str(), owner.user, owner.group);
    }
}

// The copy, complete or not at all.
bool store(const fs::path& built, const fs::path& stored, const netns::PrivateNode& node) {
    const fs::path part = stored.string() + ".part";
    std::error_code failed;
    fs::copy(built, part, fs::copy_options::recursive | fs::copy_options::copy_symlinks, failed);
    if (!failed && node.server_user) give_to(*node.server_user, part);
    if (!failed) fs::rename(part, stored, failed);
    std::error_code ignored;
    if (failed) fs::remove_all(part, ignored);
    return !failed;
}

// Invalid where the cache cannot be locked. Ctrl-C ends the wait for another run that builds the same.
Result<UniqueFd> lock(const fs::path& cache, const StopSignal& stop) {
    std::error_code failed;
    fs::create_directories(cache, failed);
    UniqueFd file(::open((cache / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (failed || !file) return UniqueFd();
    while (::flock(file.get(), LOCK_EX) != 0) {
        if (stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
        if (errno != EINTR) return UniqueFd();
    }
    return file;
}

Result<DataTemplate> build_and_keep(const TemplateRequest& request, const fs::path& built, const fs::path& stored) {
    auto locked = lock(stored.parent_path(), request.stop);
    if (!locked) return std::move(locked).error();
    if (locked->valid() && usable(stored, request.node)) return open_template(stored);
    if (auto made = build_template(request, built); !made) return std::move(made).error();
    if (locked->valid()) {
        sweep(stored.parent_path());
        if (store(built, stored, request.node)) return open_template(stored);
    }
    request.progress.note("cannot cache the data directory for later runs in " + stored.parent_path().string());
    return open_template(built);
}

}  // namespace

Result<DataTemplate> ensure_template(const TemplateRequest& request) {
    const auto cache = user_folder(UserFolder::cache);
    const fs::path stored = cache ? *cache / template_name(request) : fs::path();
    if (cache && usable(stored, request.node)) return open_template(stored);
    request.progress.step("creating PostgreSQL's data directory (once)");
    const fs::path built = request.node.directory / "template";
    if (cache) return build_and_keep(request, built, stored);
    if (auto made = build_template(request, built); !made) return std::move(made).error();
    request.progress.note("cannot cache the data directory for later runs: " + cache.error().message);
    return open_template(built);
}

}  // namespace pgreach::backend
