#pragma once

#include <optional>
#include <string>

#include "backend/backend.hpp"
#include "backend/cluster/agent_semantics.hpp"
#include "backend/cluster/causes.hpp"
#include "backend/cluster/health.hpp"
#include "backend/cluster/observer.hpp"
#include "backend/cluster/policies.hpp"
#include "backend/cluster/realisation.hpp"
#include "backend/cluster/run_id.hpp"

namespace pgreach::backend {

// One run on a cluster: who it is, whom it meets there, and the parts that it is made of. The backend's calls are few
// steps on these.
struct ClusterRun {
    ClusterRun(const Tools& given_tools, ClusterOptions given_options);
    ClusterRun(const ClusterRun&) = delete;
    ClusterRun& operator=(const ClusterRun&) = delete;

    // Looks at the cluster and decides who sits where: everything before the first object is made.
    Result<void> prepare(const Participants& participants);
    // Makes the probe pods and the paths in from outside.
    Result<void> populate();
    Result<void> start_watching();
    void stop_watching();
    Result<Environment> describe_environment() const;
    PolicyWords policy_words() const;
    // Of the pods that policies are about: the instances, and the probes.
    Addresses addresses() const;
    // What agents have not caught up with, by node.
    std::map<std::string, std::string> backlog();
    // Why a flow may not do as predicted.
    std::vector<std::string> causes_of(const Flow& flow, const std::map<std::string, std::string>& backlog) const;
    ApiServer api_server() const { return {inventory.preflight.api_server_nodes, observer->status_paths()}; }
    // Policies have changed, or other pods stand for the participants: nothing that was seen of the database counts any
    // more …
    void traffic_changed();
    // … and what was dropped until now, earlier policies may have dropped.
    void traffic_settled();

    Tools tools;
    ClusterOptions options;
    kube::Kubectl kubectl;
    kube::Kubectl cleaner;
    kube::Shells shells;
    Realisation realisation;
    Ownership owner;
    std::optional<RunLock> lock;
    bool reached = false;   // the API server has answered
    bool has_made = false;  // something of this run may be in the cluster
    Semantics semantics;
    Inventory inventory;
    TrafficLog traffic;
    IdentityBook identities;
    Health health;
    std::optional<Policies> policies;
    std::optional<ProbePods> pods;
    std::optional<Observer> observer;

  private:
    Result<void> read_agents();
    Result<void> refuse_foreign_policies() const;
    Result<void> bring_baseline();
    Result<void> enter_locations();
};

}  // namespace pgreach::backend
