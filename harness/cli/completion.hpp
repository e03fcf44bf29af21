#pragma once

#include <string>

#include "cli/command_table.hpp"

namespace pgreach::cli {

// What a shell sources to complete the program's command lines: commands, options, the words that an option takes,
// files and folders where its value is one, and the names of scenarios, for which `pgreach list` is asked.
std::string bash_completion(const CommandEntry& program);
std::string zsh_completion(const CommandEntry& program);
std::string fish_completion(const CommandEntry& program);

// What a value is completed with.
enum class ValueKind { words, file, folder, word_and_file, unknown };
ValueKind kind_of(const OptionEntry& option);

}  // namespace pgreach::cli
