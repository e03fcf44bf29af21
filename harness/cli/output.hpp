#pragma once

#include <string>
#include <vector>

#include "cli/output_files.hpp"
#include "model/record.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

struct ReportTarget {
    std::string format;
    std::string path;
};

// How a judged record is shown, and where else it is written.
struct Output {
    std::vector<ReportTarget> reports;
    bool matrix = false;
    bool verbose = false;
    bool quiet = false;
};

void add_output_options(CLI::App& command, Output& output);

// The files that the reports go to, to be claimed.
std::vector<OutputFile> files_of(const std::vector<ReportTarget>& reports);

// Judges a record, prints what it means and writes its reports. Returns the verdict's exit code, or that of a report
// that could not be written if that is worse.
int deliver(const Record& record, const Output& output, const OutputFiles& files);

}  // namespace pgreach::cli
