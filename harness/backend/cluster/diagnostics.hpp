#pragma once

#include <string>
#include <vector>

#include "backend/cluster/agents.hpp"
#include "backend/cluster/options.hpp"

namespace pgreach::backend {

// Writes what a person needs to see why something failed into a new folder, one file a question: stored policies,
// endpoints and policies of the agents, flows, pods, events, logs. Secrets are redacted. Returns the folder's path with
// what could not be asked.
std::string write_diagnostics(const kube::Kubectl& kubectl, const ClusterOptions& options,
                              const std::vector<Agent>& agents, const std::vector<std::string>& secrets,
                              const std::string& folder);

// The text with every one of these words replaced.
std::string redact(std::string text, const std::vector<std::string>& secrets);

}  // namespace pgreach::backend
