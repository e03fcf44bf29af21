#pragma once

#include <vector>

#include "base/result.hpp"
#include "proc/child.hpp"
#include "proc/command.hpp"

namespace pgreach::proc {

// Where the child's stream leads to.
enum class StreamTo { inherit, pipe, null };

// What a child is given beside its command. Numbers of -1: as ours.
struct Attachment {
    int network_namespace = -1;  // descriptor of the namespace it runs in
    int user = -1;
    int group = -1;
    int niceness = 0;  // added to ours: how much it gives way to us
    // Our capabilities survive its exec, which else only root's do: so that it may enter namespaces of ours.
    bool keep_capabilities = false;
    // Killed when the *thread* that started it ends, not the process: start it from a thread that stays.
    bool die_with_parent = true;
    StreamTo standard_input = StreamTo::pipe;
    StreamTo standard_output = StreamTo::pipe;
    StreamTo standard_error = StreamTo::inherit;
    int error_descriptor = -1;          // its standard error, in place of what `standard_error` says
    std::vector<int> descriptors = {};  // it inherits these under the same numbers, and no other
};

// Starts processes that stay, so that a test can put another one in the place of `kubectl exec -i`. The command's input
// and limit are the caller's business here.
class ChildStarter {
  public:
    virtual ~ChildStarter() = default;
    // Returns after a successful exec. Fails with the command and the system's reason.
    virtual Result<Child> start(const Command& command, const Attachment& attachment) = 0;
};

// With fork(2) and execve(2).
class ForkingChildStarter final : public ChildStarter {
  public:
    Result<Child> start(const Command& command, const Attachment& attachment) override;
};

}  // namespace pgreach::proc
