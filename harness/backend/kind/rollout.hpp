#pragma once

#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "kube/objects.hpp"

namespace pgreach::backend {

// Waits, each with its limit, and says meanwhile what is there and what is missing.

Result<void> wait_for_nodes(const Tools& tools, const kube::Kubectl& kubectl);
Result<void> wait_for_cilium(const Tools& tools, const kube::Kubectl& kubectl, const std::string& ns);
Result<void> wait_for_operator(const Tools& tools, const kube::Kubectl& kubectl, const std::string& ns);
// Until every instance is ready and every replica streams: PostgreSQL serves, whatever CNPG's phase says.
Result<void> wait_for_database(const Tools& tools, const kube::Kubectl& kubectl, const ClusterOptions& options);
// The same, looked at once: what is lacking, empty when it serves.
Result<std::string> database_state(const kube::Kubectl& kubectl, const ClusterOptions& options);

// Where the agents deny whatever no policy allows: applies policies, as this owner's, that allow everything, so that a
// database can be made and lives. True where it did.
Result<bool> open_all(const kube::Kubectl& kubectl, const ClusterOptions& options, const Ownership& owner);

// What a database still lacks: "2 of 3 instances, waiting for cluster-example-3 to stream"; empty when it serves.
std::string lacking(const kube::Database& database, const std::vector<kube::Pod>& instances,
                    const std::vector<kube::ReplicaState>& replicas);

}  // namespace pgreach::backend
