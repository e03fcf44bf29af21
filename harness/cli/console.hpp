#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "base/result.hpp"

namespace pgreach::cli {

// Writes results to standard output. `complete` tells of a failure.
void print(std::string_view text);

// Writes to standard error, as it is.
void print_error(std::string_view text);

// Columns of the terminal that a descriptor leads to; 0 where it is none, or does not tell.
size_t terminal_width(int descriptor);

// The only place where an error is printed: "pgreach: message" and its remedy, on standard error. Returns the exit code
// of its kind.
int fail(const Error& error);

// The whole of what a process does, to its exit code: an exception becomes an error, and so does output that could not
// be written in full. Where that is worse than what the body returned, it decides.
int complete(const std::function<int()>& body);

}  // namespace pgreach::cli
