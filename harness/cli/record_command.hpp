#pragma once

#include "cli/command.hpp"

namespace pgreach::cli {

// What `judge` and `report` have in common, which is all but their help: reads a record, judges it, shows and writes
// it.
Action declare_record_command(CLI::App& command);

}  // namespace pgreach::cli
