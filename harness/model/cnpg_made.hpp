#pragma once

#include <string_view>
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
    const char* type;  // "rw", which the Cluster's spec.managed.services calls it; the name ends in "-rw"
    const char* label;
    const char* value;
};
const std::vector<ClusterService>& cluster_services();

// The Job that brings the first instance of a Cluster up, where the spec has `field` ("bootstrap.recovery"); the first
// of them that it has counts. pkg/specs/jobs.go.
struct BootstrapJob {
    const char* role;
    std::vector<std::string_view> field;
};
const std::vector<BootstrapJob>& bootstrap_jobs();

}  // namespace pgreach::cnpg
