#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace pgreach::netns {

// Inside a node everybody starts as this user, who is not root: PostgreSQL refuses to run as root.
inline constexpr unsigned inner_id = 1000;

// Lets the child, fresh in a user namespace of its own, be `inner_id`. An ordinary user gets only this one mapping. For
// root every id of the host is mapped (root and `inner_id` change places), so that it keeps its power over files.
Result<void> map_ids(pid_t child);

// The settings of the kernel that forbid namespaces here.
struct NamespaceSettings {
    std::string found;   // "user.max_user_namespaces is 0"; empty where none forbids them
    std::string remedy;  // what a person can do: the command that changes them, or that root can do without
};

// As they are below `settings`. For root only those count that bind it too (user_namespaces(7), sysctl(8); the
// restriction by AppArmor is Ubuntu's since 23.10).
NamespaceSettings namespace_settings(bool as_root, const std::filesystem::path& settings = "/proc/sys");

}  // namespace pgreach::netns
