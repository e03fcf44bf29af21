#pragma once

#include <filesystem>
#include <string>

namespace pgreach::cli {

// The folder that paths in a file are relative to.
std::filesystem::path folder_of(const std::string& file);

// Whether values of this type are paths and nothing else.
bool is_path(const std::string& type);

// The value of an option as a file gives it. Where the option takes a path, as the type of its value says ("FILE",
// "DIR", "PATH", "FILE|URL", "FORMAT=PATH"), and the path is relative, it is one from that folder on; "~/" is the
// user's home.
std::string absolute_value(const std::string& value, const std::string& type, const std::filesystem::path& folder);

}  // namespace pgreach::cli
