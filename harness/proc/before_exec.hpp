#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <array>

#include "proc/starter.hpp"

namespace pgreach::proc {

// What went wrong between fork and exec, as the child tells its parent.
struct StartFailure {
    std::array<char, 40> step{};
    int error_number = 0;
};

// Everything that the child needs after fork, made before it: from there on it does only system calls.
struct ChildSetup {
    const Attachment& attachment;
    std::array<int, 3> streams = {-1, -1, -1};  // what becomes its stdin, stdout and stderr; -1: as ours
    int report = -1;                            // takes one StartFailure; closed by a successful exec
    pid_t parent = ::getpid();
};

// In the child: its group, descriptors, network, identity, signals and death. Does not return from a failure.
void before_exec(const ChildSetup& setup);
// In the child: reports `step` with errno and ends it.
[[noreturn]] void give_up(const ChildSetup& setup, const char* step);

}  // namespace pgreach::proc
