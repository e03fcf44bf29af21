#pragma once

#include <string>
#include <vector>

#include "backend/cluster/database_state.hpp"
#include "backend/cluster/options.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "kube/objects.hpp"

namespace pgreach::backend {

// Waits, each with its limit, and says meanwhile what is there and what is missing.

Result<void> wait_for_nodes(const Tools& tools, const kube::Kubectl& kubectl);
Result<void> wait_for_cilium(const Tools& tools, const kube::Kubectl& kubectl, const std::string& ns);
Result<void> wait_for_operator(const Tools& tools, const kube::Kubectl& kubectl, const std::string& ns);
// Where the agents deny whatever no policy allows: applies policies, as this owner's, that allow everything, so that a
// database can be made and lives. True where it did.
Result<bool> open_all(const kube::Kubectl& kubectl, const ClusterOptions& options, const Ownership& owner);

}  // namespace pgreach::backend
