#pragma once

#include <string>

#include "model/record.hpp"
#include "report/palette.hpp"

namespace pgreach::report {

struct TerminalOptions {
    Palette palette = {};
    bool verbose = false;  // every peer on its own line, every reason, the phases
    bool quiet = false;    // only what is not as it should be, and the summary
};

// A judged record for a person at a terminal.
std::string to_terminal(const Record& record, const TerminalOptions& options);

}  // namespace pgreach::report
