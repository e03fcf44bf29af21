#pragma once

#include <string>

#include "backend/kind/kind_options.hpp"
#include "cli/faults.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// Where scenarios run, as the user said it.
struct BackendOptions {
    std::string name = "embedded";  // embedded, kind or cluster
    std::string probe;              // path of pgreach-probe; empty: beside this program
    std::string agent_config;       // of what the embedded backend imitates
    bool keep = false;              // leave everything running afterwards
    std::string in_namespace;       // a new one, for a database of the run's own; empty: the database is there
    Faults faults;                  // of the environment, not of the command line
    backend::KindOptions kind;      // for kind and cluster
};

void add_backend_options(CLI::App& command, BackendOptions& options);

// Only --backend and --probe.
void add_backend_choice(CLI::App& command, BackendOptions& options);

// Only those that say which existing cluster is meant, and what is where in it.
void add_access_options(CLI::App& command, backend::ClusterOptions& cluster);

// Only those that say how a cluster is made.
void add_kind_options(CLI::App& command, backend::KindOptions& kind);

}  // namespace pgreach::cli
