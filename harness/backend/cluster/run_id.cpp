#include "backend/cluster/run_id.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <filesystem>

#include "backend/cluster/options.hpp"
#include "base/file.hpp"
#include "base/user_folder.hpp"

namespace pgreach::backend {
namespace {

std::string lock_path(const std::string& state_dir, const std::string& name) {
    return state_dir + "/" + name + ".lock";
}

}  // namespace

std::string new_run_id() {
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    auto ticks =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    std::string id;
    for (; ticks > 0; ticks /= 36) id.insert(id.begin(), digits[static_cast<size_t>(ticks % 36)]);
    return id;
}

Result<void> complete_state_dir(ClusterOptions& options) {
    if (!options.state_dir.empty()) return {};
    auto folder = user_folder(UserFolder::state);
    if (!folder) return std::move(folder).error().in("no place for the locks of runs");
    options.state_dir = folder->string();
    return {};
}

Result<RunLock> RunLock::take(const std::string& state_dir, const std::string& name) {
    std::error_code failed;
    std::filesystem::create_directories(state_dir, failed);
    const std::string path = lock_path(state_dir, name);
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd) return system_error(path, errno);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return environment_error(name + " is in use by another run of pgreach on this machine");
    }
    return RunLock(path, name, std::move(fd));
}

Result<RunLock> RunLock::take(const std::string& state_dir) {
    return take(state_dir, new_run_id());
}

void RunLock::release() {
    if (!fd_) return;
    ::unlink(path_.c_str());
    fd_.reset();
}

bool is_alive(const std::string& state_dir, const std::string& name) {
    const UniqueFd fd(::open(lock_path(state_dir, name).c_str(), O_RDWR | O_CLOEXEC));
    return fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;
}

bool has_lock(const std::string& state_dir, const std::string& name) {
    std::error_code failed;
    return std::filesystem::exists(lock_path(state_dir, name), failed);
}

void forget_run(const std::string& state_dir, const std::string& name) {
    if (!is_alive(state_dir, name)) ::unlink(lock_path(state_dir, name).c_str());
}

namespace {

std::vector<std::string> dead_for(std::chrono::minutes age, const std::string& state_dir) {
    namespace fs = std::filesystem;
    std::error_code failed;
    std::vector<std::string> dead;
    for (auto entry = fs::directory_iterator(state_dir, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        if (entry->path().extension() != ".lock") continue;
        const std::string name = entry->path().stem();
        const auto written = entry->last_write_time(failed);
        if (failed || fs::file_time_type::clock::now() - written <= age) continue;
        if (!is_alive(state_dir, name)) dead.push_back(name);
    }
    return dead;
}

}  // namespace

std::vector<std::string> dead_runs(const std::string& state_dir) {
    return dead_for(std::chrono::minutes(1), state_dir);  // one that was just made may not be locked yet
}

// The lock is how what a run left in some other cluster, or namespace, is known to be of a dead one.
void forget_dead_runs(const std::string& state_dir) {
    for (const auto& name : dead_for(longest_run, state_dir)) {
        if (name.find('-') == std::string::npos) forget_run(state_dir, name);
    }
}

std::string host_name() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return object_name(name.data());
}

std::string object_name(const std::string& text, size_t length) {
    std::string name;
    for (const char letter : text) {
        const auto lower = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        const bool fits = std::isalnum(static_cast<unsigned char>(lower)) != 0;
        if (fits || (!name.empty() && name.back() != '-')) name += fits ? lower : '-';
    }
    name.resize(std::min(name.size(), length));
    while (!name.empty() && name.back() == '-') name.pop_back();
    return name.empty() ? "x" : name;
}

}  // namespace pgreach::backend
