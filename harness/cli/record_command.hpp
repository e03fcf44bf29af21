#pragma once

#include <string>

#include "base/result.hpp"
#include "cli/output.hpp"
#include "model/record.hpp"

namespace pgreach::cli {

// The record in a file. Fails (usage, input) with the name of the file.
Result<Record> read_record_file(const std::string& path);

// Reads a record, judges it, shows and writes what it means. Returns the exit code.
int show_record(const std::string& path, Output output);

}  // namespace pgreach::cli
