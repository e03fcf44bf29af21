#pragma once

#include <string>
#include <vector>

#include "cli/world_options.hpp"

namespace pgreach::cli {

// Whether these words mean a world, and not a scenario by its name or file.
bool means_world(const std::vector<std::string>& words, const WorldOptions& options);

// `pgreach explain` of flows between what the world has: workloads, Services, nodes, addresses. Returns the exit code.
int explain_in_world(const std::vector<std::string>& words, const WorldOptions& options, const std::string& from,
                     const std::string& to);

}  // namespace pgreach::cli
