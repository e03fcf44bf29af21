#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pgreach {

// The whole file. Fails with the path and the system's reason; a directory is a failure too.
Result<std::string> read_file(const std::filesystem::path& path);

// Replaces the file as a whole: written beside it, flushed, renamed. On failure the old file is untouched.
Result<void> write_file(const std::filesystem::path& path, std::string_view content);

// Writes all of it to an open file; `name` is what a failure calls it.
Result<void> write_all(int fd, std::string_view content, const std::string& name);

// "text: <strerror(errno)>", for a failed system call.
Error system_error(const std::string& what, int error_number);

}  // namespace pgreach
