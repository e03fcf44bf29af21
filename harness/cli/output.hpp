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
    std::string folder = {};  // of all reports, under fixed names; empty: none
    bool matrix = false;
    bool verbose = false;
    bool quiet = false;
};

void add_output_options(CLI::App& command, Output& output);

// Claims the files that the reports go to, and others. Makes the folder of all reports where there is none, and adds
// what is written there to the reports.
Result<OutputFiles> claim_reports(Output& output, std::vector<OutputFile> others = {});

// Judges a record, prints what it means and writes its reports. Returns the verdict's exit code, or that of a report
// that could not be written if that is worse.
int deliver(const Record& record, const Output& output, const OutputFiles& files);

}  // namespace pgreach::cli
