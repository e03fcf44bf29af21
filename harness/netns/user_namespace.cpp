#include "netns/user_namespace.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

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

bool setting_is(const std::string& name, std::string_view value) {
    const auto text = read_file("/proc/sys/" + name);
    return text && trim(*text) == value;
}

}  // namespace

Result<void> map_ids(pid_t child) {
    const std::string process = "/proc/" + std::to_string(child) + "/";
    // In a container whose root does not own every id the whole map is refused.
    const bool whole = ::geteuid() == 0 && write_once(process + "uid_map", everybody());
    return whole ? write_once(process + "gid_map", everybody()) : map_only_us(process);
}

std::string user_namespace_remedy() {
    std::string allow = "allow user namespaces (a container's seccomp profile or a chroot may forbid them)";
    if (setting_is("kernel/unprivileged_userns_clone", "0")) allow = "sudo sysctl kernel.unprivileged_userns_clone=1";
    if (setting_is("user/max_user_namespaces", "0")) allow = "sudo sysctl user.max_user_namespaces=15000";
    if (setting_is("kernel/apparmor_restrict_unprivileged_userns", "1")) {
        allow = "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    }
    return allow + "; or run pgreach as root";
}

}  // namespace pgreach::netns
