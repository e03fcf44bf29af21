#pragma once

#include <vector>

#include "model/world.hpp"

namespace pgreach::cnpg {

// What CloudNativePG makes of its objects beside the labels of pods (model/cnpg.hpp), as of 1.30.

// What the containers of a Cluster's and of a Pooler's pods declare. pkg/specs/pods.go,
// pkg/specs/pgbouncer/deployments.go.
std::vector<NamedPort> declared_instance_ports();
std::vector<NamedPort> declared_pooler_ports();

// A Service of a Cluster: its name begins with the Cluster's, its selector is cnpg.io/cluster and this label.
// pkg/specs/services.go.
struct ClusterService {
    const char* suffix;  // "-rw"
    const char* label;
    const char* value;
};
const std::vector<ClusterService>& cluster_services();

}  // namespace pgreach::cnpg
