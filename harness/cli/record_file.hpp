#pragma once

#include <string>

#include "base/result.hpp"
#include "model/record.hpp"

namespace pgreach::cli {

// The record in a file. Whatever is wrong with it is an error of the input, with the file's name.
Result<Record> read_record_file(const std::string& path);

}  // namespace pgreach::cli
