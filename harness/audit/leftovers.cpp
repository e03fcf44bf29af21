#include "audit/leftovers.hpp"

#include <vector>

#include "audit/twin_manifests.hpp"
#include "backend/cluster/run_id.hpp"
#include "backend/cluster/sweep.hpp"

namespace pgreach::audit {
namespace {

// Adds to `dead` whose it was.
Result<void> sweep_namespace(const backend::Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir,
                             const std::string& ns, std::set<std::string>& dead) {
    auto found = backend::find_dead(kubectl, {made_kinds, "-n", ns}, {twin_run_label, twin_host_label}, state_dir);
    if (!found) return std::move(found).error();
    for (const auto& [run, leftover] : *found) {
        dead.insert(run);
        tools.progress.step("removing what is left of audit " + run + " in " + ns);
        auto removed = kubectl.output({"delete", made_kinds, "-n", ns, "-l", of_run(run), "--wait=false"});
        if (!removed) return std::move(removed).error();
    }
    return {};
}

// What cannot be reached now is as it was: it keeps nobody from trying.
void remove_copies(const kube::Kubectl& kubectl, const std::set<std::string>& dead, const Plan& plan) {
    if (dead.empty()) return;
    std::vector<std::string> command = {"rm", "-rf"};
    for (const auto& run : dead) command.push_back(copy_folder_of(run));
    for (const auto& peer : plan.peers) {
        if (!peer.twin && peer.in_use()) (void)kubectl.exec(peer.pod, "postgres", command);
    }
}

}  // namespace

// Asked in each namespace by itself: to list ConfigMaps everywhere is more than an audit is permitted.
Result<void> remove_leftovers(const backend::Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir,
                              const Plan& plan, const std::set<std::string>& seen) {
    const std::set<std::string> own = namespaces_of(plan);
    std::set<std::string> namespaces = own;
    namespaces.insert(seen.begin(), seen.end());
    const auto locks = backend::dead_runs(state_dir);
    std::set<std::string> dead;
    for (const auto& run : locks) {
        if (run.find('-') == std::string::npos) dead.insert(run);  // else it is a cluster's
    }
    for (const auto& ns : namespaces) {
        auto swept = sweep_namespace(tools, kubectl, state_dir, ns, dead);
        const bool forbidden = !swept && swept.error().message.find("(Forbidden)") != std::string::npos;
        if (!swept && !(forbidden && own.count(ns) == 0)) return swept;
    }
    remove_copies(kubectl, dead, plan);
    backend::forget_dead_runs(state_dir);
    return {};
}

}  // namespace pgreach::audit
