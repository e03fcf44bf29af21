#pragma once

#include <sys/types.h>

#include <optional>

#include "base/clock.hpp"
#include "base/unique_fd.hpp"
#include "proc/command.hpp"

namespace pgreach::proc {

// A running process of ours, leader of its own process group, with our ends of its pipes (non-blocking; invalid where
// there is none). Moved, never copied; the destructor kills the whole group and reaps.
class Child {
  public:
    Child(pid_t pid, UniqueFd pidfd, UniqueFd input, UniqueFd output, UniqueFd error);
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();

    pid_t pid() const { return pid_; }
    int pidfd() const { return pidfd_.get(); }  // readable once it has ended
    UniqueFd& input() { return input_; }        // write here; reset() is its end of file
    UniqueFd& output() { return output_; }
    UniqueFd& error() { return error_; }
    const UniqueFd& error() const { return error_; }

    // To the whole group. Nothing once it was reaped.
    void signal(int number);
    // How it ended, reaped; nothing if it still runs at the deadline. Once it has ended, always the same answer.
    std::optional<Exit> wait(TimePoint deadline);
    // Asks with SIGTERM, insists with SIGKILL after `grace`, which also ends what it left behind in its group.
    Exit stop(Duration grace);

  private:
    Exit reap();

    pid_t pid_ = -1;
    UniqueFd pidfd_;
    UniqueFd input_;
    UniqueFd output_;
    UniqueFd error_;
    std::optional<Exit> exit_;
};

}  // namespace pgreach::proc
