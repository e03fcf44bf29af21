#pragma once

#include <cstddef>
#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

struct TerminalOptions {
    bool colour = false;
    size_t width = 0;      // columns of the terminal; 0: lines are never broken
    bool matrix = false;   // the matrices of all scenarios, not only of those with a finding
    bool verbose = false;  // every peer on its own line, every reason, the phases
    bool quiet = false;    // only what is not as it should be, and the summary
};

// A record and its verdict for a person: one line a scenario, then what is not as it should be, then the summary.
std::string to_terminal(const Record& record, const verdict::RunVerdict& verdict, const TerminalOptions& options);

}  // namespace pgreach::report
