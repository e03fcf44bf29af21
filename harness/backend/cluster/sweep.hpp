#pragma once

#include <set>
#include <string>

#include "backend/cluster/options.hpp"

namespace pgreach::backend {

// Removes everything in the cluster that carries this run's label, and waits until it has gone. What may not be listed
// or deleted is an error, after the rest is gone.
Result<void> remove_run(const kube::Kubectl& kubectl, const std::string& run);

// Removes what runs left behind that are dead: those of this machine whose lock nobody holds, those of others when they
// are older than any run may last. Namespaces that are `wanted` again stay, and what is in the others goes with them.
Result<void> sweep(const Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir,
                   const std::set<std::string>& wanted);

// Only the policies of dead runs: a database that one of them cuts off cannot be waited for.
Result<void> lift_dead_policies(const Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir);

}  // namespace pgreach::backend
