#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/backend_options.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/part_options.hpp"
#include "scenario/scenario.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// How scenarios are run, whichever they are.
struct RunOptions {
    std::string record;  // path; empty: none is kept
    Output output;
    int jobs = 0;        // flows in flight at once; 0: as many as the backend can
    double timeout = 0;  // seconds for an attempt; 0: the backend's own
    std::string from;
    std::string to;  // TARGET[:PORT]
    BackendOptions backend;
    PartOptions part;
};

void add_run_options(CLI::App& command, RunOptions& options);

// Which scenarios; asked once the files of the results are claimed.
using ScenarioSource = std::function<Result<std::vector<scenario::Scenario>>()>;

// Runs them, shows what they mean, keeps what is to be kept, and returns the exit code.
int run_scenarios(const Invocation& invocation, RunOptions options, const ScenarioSource& choose);

}  // namespace pgreach::cli
