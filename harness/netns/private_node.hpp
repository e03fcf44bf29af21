#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/result.hpp"

namespace pgreach::netns {

// Whom to run servers as that refuse to run as root.
struct Identity {
    uid_t user = 0;
    gid_t group = 0;
};

// What the body finds: it runs in mount, PID, network, IPC and UTS namespaces of its own, whose network is the node's.
struct PrivateNode {
    std::filesystem::path directory;  // a tmpfs that nobody else sees, gone with the node; hides no file of the user's
    std::optional<Identity> server_user;  // nothing where the body itself is not root, as seen from inside
    pid_t outside_pid = 0;                // the node's first process as the host counts, for nsenter(1)
};

struct NodeOptions {
    std::uint64_t disk_bytes = std::uint64_t{1} << 30;  // limit of the private tmpfs
    bool allow_user_namespace = true;                   // false: as if the kernel forbade it
};

// How a node can be made here.
enum class NodeKind : std::uint8_t { user_namespace, root };

// Runs the body in a private node of the kernel and returns its exit code. Its streams, working directory and files are
// the caller's, its signal handlers those that stood when this was called. The node ends with the body, or with the
// calling thread, and everything below it too: processes, networks, mounts. SIGINT, SIGTERM and SIGHUP to the caller
// are passed on to the body. Nothing gets a name on the host. Call it before threads exist. Fails (environment, with
// what to do) where a node cannot be made, and where the body is killed or crashes.
Result<int> run_in_private_node(const NodeOptions& options, const std::function<int(const PrivateNode&)>& body);

// Makes a node and ends it at once: whether it can be done, and how.
Result<NodeKind> probe_private_node();

}  // namespace pgreach::netns
