#pragma once

#include "backend/cluster/options.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "kube/kubectl.hpp"

namespace pgreach::backend {

// Makes `options.database_namespace` and in it what `options.own_database` says, all of this run, and waits until it
// serves. A usage error where that namespace is there already, for it goes with the run. Everything goes with its
// namespace, which remove_run deletes.
Result<void> make_own_database(const Tools& tools, const kube::Kubectl& kubectl, const ClusterOptions& options,
                               const Ownership& owner);

}  // namespace pgreach::backend
