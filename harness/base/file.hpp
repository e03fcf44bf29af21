#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pgreach {

// In bytes: more than any text that a person writes, less than would fill a machine's memory.
inline constexpr std::size_t largest_text = std::size_t{64} << 20U;

// The whole of a regular file or a pipe. Fails with the path and the system's reason; so do folders, devices, which may
// never end, and what is larger than `most` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t most = largest_text);

// Where no file is nor can be made, since /dev/null is no folder. For libraries that look in the user's home unless
// they are told a path; one that is merely absent could be made by somebody.
inline constexpr const char* impossible_file = "/dev/null/none";

// Where a chain of symbolic links ends, whether or not anything is there; the path itself where it is no link.
std::filesystem::path follow_links(std::filesystem::path path);

// Replaces the file as a whole: written beside it and renamed, so that on failure the old file is untouched. Writes in
// place what cannot be replaced: pipes, devices, and files in a folder where none can be made. Follows symbolic links.
Result<void> write_file(const std::filesystem::path& path, std::string_view content);

// Writes all of it to an open file; `name` is what a failure calls it.
Result<void> write_all(int fd, std::string_view content, const std::string& name);

// "text: <strerror(errno)>", for a failed system call.
Error system_error(const std::string& what, int error_number);

}  // namespace pgreach
