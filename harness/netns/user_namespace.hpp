#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.hpp"

namespace pgreach::netns {

// Inside a node everybody starts as this user, who is not root: PostgreSQL refuses to run as root.
inline constexpr unsigned inner_id = 1000;

// Lets the child, fresh in a user namespace of its own, be `inner_id`. An ordinary user gets only this one mapping. For
// root every id of the host is mapped (root and `inner_id` change places), so that it keeps its power over files.
Result<void> map_ids(pid_t child);

// What a person can do so that the kernel allows user namespaces, from its settings as they are.
std::string user_namespace_remedy();

}  // namespace pgreach::netns
