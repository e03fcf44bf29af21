#pragma once

#include <string>
#include <vector>

#include "backend/cluster/agents.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "backend/cluster/preflight.hpp"
#include "backend/cluster/routes.hpp"
#include "kube/kubectl.hpp"

namespace pgreach::backend {

// Which pod stands for which participant, and where: what is known of the cluster while a run lasts.
struct Inventory {
    Participants participants;
    PreflightResult preflight;
    std::vector<Target> targets;
    std::vector<ProbeLocation> locations;
    std::vector<Agent> agents;
    Login login;
    std::string password;
    Directory directory;

    const Target* target(const std::string& member) const;
    const ProbeLocation* location(const std::string& name) const;
    const ProbeLocation* location_of_api_server() const;  // null where there is none
    // The participant that stands for CNPG's operator; empty where there is none.
    std::string operator_member(const std::string& operator_namespace) const;
    bool has_outsider() const;
    bool sits_on_nodes() const;  // some location is in the network of a node
    // The nodes that targets, their standbys and locations are on.
    std::vector<std::string> nodes() const;
};

// Reads the way in: the user's secret and the CA's.
Result<void> read_login(const kube::Kubectl& kubectl, const ClusterOptions& options, Inventory& inventory);
// Reads the addresses of services and nodes.
Result<void> read_directory(const kube::Kubectl& kubectl, const ClusterOptions& options, Inventory& inventory);
// Opens a port on every target's node, for whoever is outside, and reads which.
Result<void> open_outside(const kube::Kubectl& kubectl, const Ownership& owner, Inventory& inventory);
// Finds out which pods are primary and replica now. True where a participant has another pod than before, or it moved.
Result<bool> refresh_targets(const kube::Kubectl& kubectl, const ClusterOptions& options, Inventory& inventory);

}  // namespace pgreach::backend
