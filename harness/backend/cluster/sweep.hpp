#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"

namespace pgreach::backend {

// What a run left behind.
struct Leftover {
    std::string host = {};
    std::int64_t newest = 0;  // s since the epoch
    std::vector<std::string> namespaces = {};
};
// The labels by which what a run makes is known: its id, and the machine that it is on.
struct RunLabels {
    const char* run;
    const char* host;
};
// The runs that have something of these in the cluster (arguments of `kubectl get`) and are dead: those of this machine
// whose lock nobody holds, those of others when they are older than any run may last.
Result<std::map<std::string, Leftover>> find_dead(const kube::Kubectl& kubectl, std::vector<std::string> what,
                                                  const RunLabels& labels, const std::string& state_dir);

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
