#pragma once

#include <string>
#include <vector>

namespace pgreach::probe {

// What pgreach-probe does with its arguments; the exit code.
int run_command_line(const std::vector<std::string>& arguments);

}  // namespace pgreach::probe
