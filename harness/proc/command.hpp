#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace pgreach::proc {

// A variable added to our own environment. A secret's value is never printed.
struct Variable {
    std::string name;
    std::string value;
    bool secret = false;
};

// For a program that forks often: what the dynamic linker would bind in each child anew, it binds once.
inline const Variable bind_now{"LD_BIND_NOW", "1"};

// A command as a value: argv and never a shell, for names in it come from users. `argv[0]` is searched in PATH.
struct Command {
    std::vector<std::string> argv;
    std::string input = {};                  // fed to its stdin by a ProcessRunner
    std::vector<Variable> environment = {};  // added to ours
    std::optional<Duration> limit = {};      // how long a ProcessRunner lets it run
};

// What can be pasted into a shell: `LC_ALL=C kubectl get pod 'a b'`. A secret is written NAME=$NAME, an input as a
// comment that tells its size.
std::string describe(const Command& command);

// How a process ended: by exit code, or by a signal (else 0).
struct Exit {
    int code = 0;
    int signal = 0;
    bool success() const { return code == 0 && signal == 0; }
};
std::string describe(const Exit& exit);  // "exit 1", "signal 9 (Killed)"

struct Completed {
    Exit exit;
    std::string out;
    std::string err;
    Duration took{};
};

// The error for a command that ended other than wished: the command line, exit or signal, and the end of its stderr.
Error failure(const Command& command, const Completed& completed);

// The last lines of what a process printed, trimmed, for a message.
std::string tail(const std::string& printed);

}  // namespace pgreach::proc
