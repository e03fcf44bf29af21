#pragma once

#include "manifest/check.hpp"
#include "yaml/node.hpp"

namespace pgreach::manifest {

// What the API server asks of a NetworkPolicy beyond its schema: rules across fields (Kubernetes 1.34, validation of
// networking.k8s.io). The document must have passed the schema.
Violations check_network_policy(const yaml::Node& document);

}  // namespace pgreach::manifest
