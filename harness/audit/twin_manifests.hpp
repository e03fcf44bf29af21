#pragma once

#include <string>

#include "audit/plan.hpp"
#include "backend/cluster/pod_manifests.hpp"

namespace pgreach::audit {

// Everything that an audit makes in a cluster carries these, with the id of the run and the machine that it is on.
// Their prefix is one that Cilium leaves out of identities: a twin has the very identity of the pods that it stands
// for.
inline constexpr const char* twin_run_label = "annotation.pgreach.dev/run";
inline constexpr const char* twin_host_label = "annotation.pgreach.dev/host";

// The folder of a twin that the probe is put into.
inline constexpr const char* twin_folder = "/pgreach";

// What owns the twins of one namespace: with it they go, and no ReplicaSet, DaemonSet, StatefulSet or Job takes a pod
// over that has a controller.
std::string owner_manifest(const backend::Ownership& run, const std::string& ns);

// A pod that is to Cilium what those of the workload are: their labels, namespace and service account. It is never
// ready, so that no Service sends it anything, has no token and no right, and ends by itself after an hour whatever
// becomes of us. `owner_uid`: of what owner_manifest made.
std::string twin_manifest(const backend::Ownership& run, const Peer& peer, const std::string& owner_uid);

// Name of what owner_manifest makes.
std::string owner_name(const backend::Ownership& run);

}  // namespace pgreach::audit
