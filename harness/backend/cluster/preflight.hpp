#pragma once

#include <set>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "backend/precondition.hpp"
#include "kube/objects.hpp"
#include "model/participants.hpp"
#include "model/policy_id.hpp"

namespace pgreach::backend {

// What a run finds in a cluster before it touches anything.
struct PreflightResult {
    std::vector<kube::Node> nodes;
    std::vector<kube::Pod> instances;
    kube::Database database;
    std::string kubernetes_version;
    std::string cilium_version;
    std::string operator_version;
    std::string operator_ip;
    std::set<std::string> api_server_nodes;  // empty where the API server is not on nodes of the cluster
    std::set<std::string> namespaces;        // that are there, and not of an earlier run of ours
    std::set<PolicyId> policies;             // that others made
};

// The version of an answering API server; fails soon where none answers, and then nothing else need be asked.
Result<std::string> server_version(const kube::Kubectl& kubectl);

// Looks at the cluster without changing it. Fails with all at once that keeps a run from working: no Cilium, no CNPG,
// no such database, too few instances, permissions, policies of others on the targets. Participants with a port that
// instances do not serve are an input error. `run`: our own id, of which policies may stand already.
Result<PreflightResult> inspect(const kube::Kubectl& kubectl, const ClusterOptions& options,
                                const Participants& participants, const std::string& run);

// What to do where the parts of it are not there.
struct Remedies {
    std::string cilium = {};
    std::string cloudnative_pg = {};
    std::string database = {};
};

// The same for people: each look by itself, in its order, with what it found.
std::vector<Precondition> examine(const kube::Kubectl& kubectl, const ClusterOptions& options,
                                  const Participants& participants, const Remedies& remedies);

}  // namespace pgreach::backend
