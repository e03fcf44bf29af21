#pragma once

#include <string>
#include <variant>

#include "cli/command.hpp"

namespace pgreach::cli {

// A command line that was understood: what to do, and with what.
struct Parsed {
    Invocation invocation;
    Action action;
};

// All there is to say where the command line asks for help or the version, or is wrong.
struct Answer {
    std::string out;
    std::string err;
    int exit = 0;
};

std::variant<Parsed, Answer> parse(int argc, const char* const* argv);

}  // namespace pgreach::cli
