#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace pgreach::cli {

// What our tests take away from a run, to show that a run without it is not green, or does without. All false: a real
// run.
struct Faults {
    bool no_enforcement = false;      // policies are accepted and not enforced
    bool no_evidence = false;         // drops are not recorded
    bool no_user_namespaces = false;  // the private node is made as root
    bool leak = false;                // everything is open for 10 ms in the middle of a watch
    bool outage = false;              // everything is closed for 50 ms in the middle of a watch
    std::vector<std::string> names() const;
};

// Those of PGREACH_FAULT, a list of names with commas between ("no-enforcement,no-evidence"); null or empty: none. An
// unknown name is an error: a run that was meant to lack something must not be taken for one that lacks it.
Result<Faults> parse_faults(const char* text);

}  // namespace pgreach::cli
