#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/cluster/placement.hpp"

namespace pgreach::backend {

// What the objects that we make have in common.
struct Ownership {
    std::string run;
    std::string host;
};

// How probe pods are made.
struct ProbeImage {
    std::string reference;
    std::vector<std::string> command = {};  // empty: the image's own entry point
    std::string folder = {};                // an empty folder to put the probe into; empty: the image has it
    std::string pull_policy = "IfNotPresent";
    std::string password_variable = "PGREACH_PASSWORD";
};

// Objects as JSON for `kubectl apply -f -`, all with the run's labels.

std::string namespace_manifest(const Ownership& owner, const std::string& name, const Labels& labels);
// Without any right of its own.
std::string service_account_manifest(const Ownership& owner, const std::string& ns, const std::string& name);
// The password of the database's user, for the probe pods of one namespace.
std::string secret_manifest(const Ownership& owner, const std::string& ns, const std::string& name,
                            const std::string& password);
// Never ready, so that no Service sends it anything (the operator's peer has the labels that CNPG's webhook selects),
// and without any right: no user, no capability, no writable root, no token.
std::string pod_manifest(const Ownership& owner, const ProbeLocation& location, const ProbeImage& image,
                         const std::string& secret);
// The way in from outside: a port on the target's own node, so that the client's address is kept and Cilium sees the
// world, not a node. Its ports there follow each other from `first_node_port`; 0: as Kubernetes chooses.
std::string service_manifest(const Ownership& owner, const Target& target, const std::string& name,
                             const std::vector<TargetPort>& ports, int first_node_port);

}  // namespace pgreach::backend
