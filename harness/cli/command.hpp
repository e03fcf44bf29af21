#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "cli/settings.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// How the program was called.
struct Invocation {
    std::filesystem::path data;  // the folder of scenarios/ and fixtures/
    std::string data_from;       // what names it: "--data", "pgreach.yaml:1"
    std::string line;            // the command line, quoted so that it can be pasted, with what settings add to it
    std::vector<std::filesystem::path> own;  // folders of scenarios/ and participants/ of the user's own
    Settings settings;                       // of pgreach.yaml and its like, in force or not
};

// Carries a command out, prints what it has to say and returns the exit code.
using Action = std::function<int(const Invocation&)>;

// A command of the program. harness/cli/NAME_command.cpp defines `const Command NAME_command` with all that belongs to
// it, CMakeLists.txt lists the file, and commands.cpp the name.
struct Command {
    const char* name;
    const char* summary;   // one line, in the program's --help and at the head of the command's own
    const char* epilogue;  // at the end of the command's own --help: its examples
    // Declares the options to the parser. The action that it returns owns what the parser fills in.
    Action (*declare)(CLI::App& command);
};

// In the order of --help.
std::span<const Command* const> all_commands();

}  // namespace pgreach::cli
