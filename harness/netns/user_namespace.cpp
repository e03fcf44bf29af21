#include "netns/user_namespace.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::netns {
namespace {

// The kernel takes a map as one write.
Result<void> write_once(const std::string& path, const std::string& text) {
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file || ::write(file.get(), text.data(), text.size()) < 0) return system_error("cannot write " + path, errno);
    return {};
}

std::string only(unsigned outer) {
    return std::to_string(inner_id) + " " + std::to_string(outer) + " 1\n";
}

// Lines of "first inside, first outside, how many"; the last id that exists is 4294967294.
std::string everybody() {
    const std::string inner = std::to_string(inner_id);
    const std::string next = std::to_string(inner_id + 1);
    return "0 " + inner + " 1\n" +                         //
           "1 1 " + std::to_string(inner_id - 1) + "\n" +  //
           inner + " 0 1\n" +                              //
           next + " " + next + " " + std::to_string(4294967294U - inner_id) + "\n";
}

Result<void> map_only_us(const std::string& process) {
    // Without this an unprivileged group map is refused.
    if (auto denied = write_once(process + "setgroups", "deny"); !denied) return denied;
    if (auto users = write_once(process + "uid_map", only(::geteuid())); !users) return users;
    return write_once(process + "gid_map", only(::getegid()));
}

enum class Binds { ordinary_users, user_namespaces_of_all, everybody };

// A setting of the kernel, its value that forbids namespaces, and one that allows them.
struct Obstacle {
    std::string_view name;
    std::string_view forbids;
    std::string_view allows;
    Binds binds;
};

constexpr std::array<Obstacle, 8> obstacles = {{
    {"kernel.apparmor_restrict_unprivileged_userns", "1", "0", Binds::ordinary_users},
    {"kernel.unprivileged_userns_clone", "0", "1", Binds::ordinary_users},
    {"user.max_user_namespaces", "0", "15000", Binds::user_namespaces_of_all},
    {"user.max_mnt_namespaces", "0", "15000", Binds::everybody},
    {"user.max_pid_namespaces", "0", "15000", Binds::everybody},
    {"user.max_net_namespaces", "0", "15000", Binds::everybody},
    {"user.max_ipc_namespaces", "0", "15000", Binds::everybody},
    {"user.max_uts_namespaces", "0", "15000", Binds::everybody},
}};

bool forbids(const Obstacle& obstacle, const std::filesystem::path& settings) {
    std::string file(obstacle.name);
    std::replace(file.begin(), file.end(), '.', '/');
    const auto text = read_file(settings / file);
    return text && trim(*text) == obstacle.forbids;
}

}  // namespace

Result<void> map_ids(pid_t child) {
    const std::string process = "/proc/" + std::to_string(child) + "/";
    // In a container whose root does not own every id the whole map is refused.
    const bool whole = ::geteuid() == 0 && write_once(process + "uid_map", everybody());
    return whole ? write_once(process + "gid_map", everybody()) : map_only_us(process);
}

NamespaceSettings namespace_settings(bool as_root, const std::filesystem::path& settings) {
    std::vector<std::string> found;
    std::string command = "sudo sysctl";
    bool root_does_without = !as_root;
    for (const auto& obstacle : obstacles) {
        if ((as_root && obstacle.binds == Binds::ordinary_users) || !forbids(obstacle, settings)) continue;
        found.push_back(std::string(obstacle.name) + " is " + std::string(obstacle.forbids));
        command += " " + std::string(obstacle.name) + "=" + std::string(obstacle.allows);
        root_does_without = root_does_without && obstacle.binds != Binds::everybody;
    }
    if (found.empty()) command = "allow user namespaces (a container's seccomp profile or a chroot may forbid them)";
    return {enumerate(found), command + (root_does_without ? "; or run pgreach as root" : "")};
}

}  // namespace pgreach::netns
