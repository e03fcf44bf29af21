#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/arguments.hpp"
#include "model/record.hpp"

namespace pgreach::cli {

// The only place where an error is printed: "pgreach: message" and its remedy, on stderr. Returns the exit code of its
// kind.
int fail(const Error& error);

// Whether each file can be made, tried before anything runs: an hour's run must not end in "no such directory".
Result<void> check_writable(const std::vector<std::string>& paths);

struct Output {
    std::vector<ReportTarget> reports;
    bool matrix = false;
    bool verbose = false;
    bool quiet = false;
};

std::vector<std::string> paths_of(const std::vector<ReportTarget>& reports);

// Judges a record, prints what it means and writes its reports. Returns the verdict's exit code, or that of a report
// that could not be written if that is worse.
int deliver(const Record& record, const Output& output);

}  // namespace pgreach::cli
