#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "backend/semantics.hpp"
#include "kube/apply_answer.hpp"
#include "kube/kubectl.hpp"
#include "kube/shells.hpp"
#include "model/cnpg_needs.hpp"
#include "model/policy_id.hpp"
#include "world/contents.hpp"
#include "world/objects.hpp"

namespace pgreach::audit {

// A policy as the API server has it, beside what it says: what became of it.
struct StoredPolicy {
    PolicyId id;
    std::string uid = {};
    std::int64_t generation = 0;
    bool deleting = false;
    bool of_nodes = false;  // has a nodeSelector: agents know it only with the host firewall
    kube::AgentVerdict verdict = {};
    std::vector<std::string> lost = {};  // fields that were sent (last-applied) and are not stored
};

// Something that counts pods by their labels, whoever made them: a PodDisruptionBudget or an autoscaler's target.
struct Counting {
    std::string name;  // "PodDisruptionBudget web/api"
    std::string ns;
    yaml::Node selector;
};

// The API server as a pod reaches it: by its Service, which leads to these addresses.
struct ApiServer {
    std::string service_address = {};  // empty: not known
    int service_port = 443;
    std::vector<std::string> addresses = {};
    int port = 6443;
};

// All that an audit knows of a cluster before it makes anything there.
struct Survey {
    world::Objects objects;
    world::Contents contents;
    backend::Semantics semantics;
    std::vector<StoredPolicy> policies;
    std::vector<kube::Pod> pods;  // CloudNativePG's: instances and Poolers
    std::vector<Counting> counting;
    ApiServer api_server;
    cnpg::Release cnpg;               // of the operator; as of the newest that is known where it does not say
    std::set<std::string> leftovers;  // namespaces with pods that pgreach made, which are left out of all else here
    std::vector<std::string> notes;   // what could not be read, or is assumed
};

// Only reads, and tells `progress` of it. Fails where the cluster does not answer or does not let us read what an audit
// cannot do without; audit/rbac.hpp lists that.
Result<Survey> survey(const backend::Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells,
                      const backend::ClusterOptions& options);

// The policies of a cluster with what became of them.
Result<std::vector<StoredPolicy>> read_policies(const kube::Kubectl& kubectl);

// Instances and Poolers of all namespaces.
Result<std::vector<kube::Pod>> read_database_pods(const kube::Kubectl& kubectl);

}  // namespace pgreach::audit
