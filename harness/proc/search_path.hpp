#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pgreach::proc {

// The folders of PATH in their order. An empty entry, which a shell takes for the working directory, is left out.
std::vector<std::filesystem::path> path_folders();

// The program that a shell would start: `name` itself where it has a slash, else the first executable file of that name
// in PATH.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace pgreach::proc
