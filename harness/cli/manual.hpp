#pragma once

#include <string>

#include "cli/command_table.hpp"

namespace pgreach::cli {

// The manual page of a command of the program, or of the program itself, in roff: commands below it are on the same
// page. `date` is that of the page ("2026-01-31").
std::string program_page(const CommandEntry& program, const std::string& date);
std::string command_page(const CommandEntry& program, const CommandEntry& command, const std::string& date);

}  // namespace pgreach::cli
