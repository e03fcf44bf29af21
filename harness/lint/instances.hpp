#pragma once

#include <map>
#include <string>
#include <vector>

#include "lint/policy.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

// The instances of one CloudNativePG cluster, as far as the files (or the world) tell of them.
struct Instances {
    std::string ns;         // empty: not told
    std::string cluster;    // empty: not told
    bool certain = true;    // false: nothing tells that there are any; a policy for every pod would be for them
    bool replicate = true;  // false: there is only one
    Labels labels = {};     // beyond those that CNPG gives: what their Cluster, the policies or the world say

    // "the instances of cluster-example in namespace default"
    std::string text() const;
    // A primary or a replica, labelled as CNPG labels its pods.
    Endpoint pod(bool primary) const;
};

// From policies that select or admit instances or the operator, and from Cluster objects; with a world, from its pods
// alone. Where nothing speaks of CloudNativePG, each namespace that has a policy for all its pods may hold a cluster.
std::vector<Instances> find_instances(const Given& given);

namespace cnpg {
// CNPG 1.30, pkg/utils/labels_annotations.go and its manifests.
inline constexpr const char* cluster_label = "cnpg.io/cluster";
inline constexpr const char* pod_role_label = "cnpg.io/podRole";
inline constexpr const char* instance_role_label = "cnpg.io/instanceRole";
inline constexpr const char* operator_name = "cloudnative-pg";  // app.kubernetes.io/name
inline constexpr int postgresql_port = 5432;
inline constexpr int status_port = 8000;
}  // namespace cnpg

}  // namespace pgreach::lint
