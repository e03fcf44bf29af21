#pragma once

#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// A place in a file that somebody can change; line 0: the file as a whole.
struct Place {
    std::string file;
    int line = 0;
};

// Below the folder that the program runs in: relative to it, as people and SARIF readers expect. Else as it is.
std::string shown_path(const std::string& path);

// Where the text stands that an item is about: the deciding rule, else the policy, else the scenario. No file where the
// record tells none.
Place place_of(const verdict::Item& item, const ScenarioRecord& scenario);

// Whether the item is about what the step recorded; two steps may have one name.
bool belongs(const verdict::Item& item, const StepRecord& step);

// What to add to `pgreach run` to get the run's backend and release of Cilium where those are not the ones without any
// option: " --backend kind --cilium 1.19.5". Nodes of several releases have none to name.
std::string repeat_options(const Record& run);

// "pgreach run default-deny --from backend --to primary:5432"
std::string repeat_command(const Record& run, const ScenarioRecord& scenario, const Flow& flow);

}  // namespace pgreach::report
