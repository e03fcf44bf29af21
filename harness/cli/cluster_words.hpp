#pragma once

#include "backend/kind/kind_options.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// The words of the command line that belong to Kubernetes: how a cluster of ours is made …
void add_kind_words(CLI::App& command, backend::KindOptions& kind);
// … and which one that is there already is meant.
void add_access_words(CLI::App& command, backend::ClusterOptions& cluster);

}  // namespace pgreach::cli
