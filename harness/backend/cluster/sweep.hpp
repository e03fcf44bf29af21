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
// Seconds since the epoch from "2026-11-23T02:59:15Z"; 0 where it is no such time.
std::int64_t epoch_of(const std::string& timestamp);

// Whether a run may be alive: one whose lock is in our folder, where somebody holds it; any other, as long as it is not
// older than any run may last.
bool may_go_on(const std::string& run, const Leftover& leftover, const std::string& state_dir);

// The runs that have something of these in the cluster (arguments of `kubectl get`) and are dead.
Result<std::map<std::string, Leftover>> find_dead(const kube::Kubectl& kubectl, std::vector<std::string> what,
                                                  const RunLabels& labels, const std::string& state_dir);

// Removes everything in the cluster that carries this run's label, and waits until it has gone. What may not be listed
// or deleted is an error, after the rest is gone.
Result<void> remove_run(const kube::Kubectl& kubectl, const std::string& run);

// Removes what dead runs left behind. Namespaces that are `wanted` again stay, and what is in the others goes with
// them.
Result<void> sweep(const Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir,
                   const std::set<std::string>& wanted);

// Only the policies of dead runs: a database that one of them cuts off cannot be waited for.
Result<void> lift_dead_policies(const Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir);

}  // namespace pgreach::backend
