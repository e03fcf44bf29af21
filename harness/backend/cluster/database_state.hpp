#pragma once

#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "kube/objects.hpp"

namespace pgreach::backend {

// Until every instance is ready and every replica streams: PostgreSQL serves, whatever CNPG's phase says.
Result<void> wait_for_database(const Tools& tools, const kube::Kubectl& kubectl, const ClusterOptions& options);
// The same, looked at once: what is lacking, empty when it serves.
Result<std::string> database_state(const kube::Kubectl& kubectl, const ClusterOptions& options);

// What a database still lacks: "2 of 3 instances, waiting for cluster-example-3 to stream"; empty when it serves.
std::string lacking(const kube::Database& database, const std::vector<kube::Pod>& instances,
                    const std::vector<kube::ReplicaState>& replicas);

}  // namespace pgreach::backend
