#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::proc {

struct Pipe {
    UniqueFd read;
    UniqueFd write;
};

// Close-on-exec, and never one of the numbers 0 to 2, even where our own are closed.
Result<Pipe> make_pipe();
void set_nonblocking(int fd);

// How far a transfer over a non-blocking descriptor got.
enum class Transfer { more, blocked, closed };

// Appends one read of what there is. A read error counts as the end of the stream.
Transfer read_some(int fd, std::string& into);
// Writes what fits and removes it from the front; `closed` when nobody reads any more (no SIGPIPE is raised).
Transfer write_some(int fd, std::string_view& text);

}  // namespace pgreach::proc
