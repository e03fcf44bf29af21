#pragma once

#include <array>
#include <functional>

#include "netns/private_node.hpp"

namespace pgreach::netns {

// What the node's first process tells its launcher, once: how the body ended (as waitpid(2) says it), or which step
// before it failed with which errno.
struct NodeReport {
    std::array<char, 64> failed_step{};
    int error_number = 0;
    int body_status = 0;
};

// Pipes between the launcher and the node's first process.
struct NodePipes {
    int go = -1;      // a byte: ids are mapped; end of file: the launcher is gone
    int report = -1;  // one NodeReport
};

// The node's first process: makes it private, runs the body as its child, reaps orphans, passes signals on, and ends
// with the body. Runs with SIGINT, SIGTERM, SIGHUP and SIGCHLD blocked; the body gets `body_signals` as its mask.
[[noreturn]] void be_node_init(const NodeOptions& options, const NodePipes& pipes, const sigset_t& body_signals,
                               const std::function<int(const PrivateNode&)>& body);

// The signals that a person or a supervisor ends us with.
sigset_t ending_signals();

}  // namespace pgreach::netns
