#include "backend/cluster/sweep.hpp"

#include <algorithm>
#include <ctime>
#include <future>
#include <map>

#include "backend/cluster/run_id.hpp"
#include "kube/json.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::backend {
namespace {

constexpr const char* objects = "pods,services,secrets";
constexpr RunLabels labels_of_runs = {run_label, host_label};
constexpr std::int64_t longest_run = std::int64_t{2} * 60 * 60;  // s

// Seconds since the epoch from "2026-11-23T02:59:15Z".
std::int64_t epoch_of(const std::string& timestamp) {
    std::tm time{};
    if (::strptime(timestamp.c_str(), "%Y-%m-%dT%H:%M:%SZ", &time) == nullptr) return 0;
    return ::timegm(&time);
}

// Without waiting: names of pods and services are those of one run, and none of them is asked for again.
Result<void> remove_leftover(const kube::Kubectl& kubectl, const std::string& run, const Leftover& leftover,
                             const std::set<std::string>& wanted) {
    const std::string selector = std::string(run_label) + "=" + run;
    for (const auto& kinds : {manifest::policy_resources(), std::string(objects)}) {
        auto removed = kubectl.output({"delete", kinds, "--all-namespaces", "-l", selector, "--wait=false"});
        if (!removed) return std::move(removed).error();
    }
    for (const auto& ns : leftover.namespaces) {
        if (wanted.count(ns) != 0) continue;
        auto removed = kubectl.output({"delete", "namespace", ns, "--wait=false"});
        if (!removed) return std::move(removed).error();
    }
    return {};
}

}  // namespace

Result<std::map<std::string, Leftover>> find_dead(const kube::Kubectl& kubectl, std::vector<std::string> what,
                                                  const RunLabels& labels, const std::string& state_dir) {
    what.insert(what.end(), {"-l", labels.run});
    auto listed = kubectl.get(std::move(what));
    if (!listed) return std::move(listed).error();
    std::map<std::string, Leftover> found;
    for (const auto& item : kube::items_at(**listed, {"items"})) {
        auto& leftover = found[kube::text_at(item, {"metadata", "labels", labels.run})];
        leftover.host = kube::text_at(item, {"metadata", "labels", labels.host});
        const bool is_namespace = kube::text_at(item, {"kind"}) == "Namespace";
        if (is_namespace) leftover.namespaces.push_back(kube::text_at(item, {"metadata", "name"}));
        leftover.newest = std::max(leftover.newest, epoch_of(kube::text_at(item, {"metadata", "creationTimestamp"})));
    }
    std::erase_if(found, [&](const auto& entry) {
        const auto& [run, leftover] = entry;
        const bool ours = leftover.host == host_name();
        return ours ? is_alive(state_dir, run) : ::time(nullptr) - leftover.newest < longest_run;
    });
    return found;
}

Result<void> remove_run(const kube::Kubectl& kubectl, const std::string& run) {
    const auto arguments = [&](const std::string& kinds) {
        std::vector<std::string> all = {"delete", kinds, "-l", std::string(run_label) + "=" + run,
                                        "--ignore-not-found"};
        if (kinds != "namespaces") all.emplace_back("--all-namespaces");
        return all;
    };
    const auto remove = [&](const std::string& kinds) {
        return kubectl.run(arguments(kinds), {}, std::chrono::seconds(60));
    };
    const auto outcome = [&](const std::string& kinds, const Result<proc::Completed>& done) -> Result<void> {
        if (!done) return Error(done.error()).in("parts of run " + run + " are left; the next run removes them");
        if (!done->exit.success()) return proc::failure(kubectl.command(arguments(kinds)), *done);
        return {};
    };
    // Policies first, so that the database can breathe again.
    const std::string policies = manifest::policy_resources();
    const auto lifted = remove(policies);
    if (!lifted) return outcome(policies, lifted);  // a kubectl that hangs would hang again
    auto emptied = std::async(std::launch::async, remove, objects);
    const auto removed = remove("namespaces");
    for (const auto& done :
         {outcome(policies, lifted), outcome(objects, emptied.get()), outcome("namespaces", removed)}) {
        if (!done) return done;
    }
    return {};
}

Result<void> sweep(const Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir,
                   const std::set<std::string>& wanted) {
    auto dead = find_dead(
        kubectl, {"namespaces," + std::string(objects) + "," + manifest::policy_resources(), "--all-namespaces"},
        labels_of_runs, state_dir);
    if (!dead) return std::move(dead).error();
    for (const auto& [run, leftover] : *dead) {
        tools.progress.step("removing what is left of run " + run);
        if (auto removed = remove_leftover(kubectl, run, leftover, wanted); !removed) return removed;
        forget_run(state_dir, run);
    }
    forget_dead_runs(state_dir);
    return {};
}

Result<void> lift_dead_policies(const Tools& tools, const kube::Kubectl& kubectl, const std::string& state_dir) {
    const std::string policies = manifest::policy_resources();
    auto dead = find_dead(kubectl, {policies, "--all-namespaces"}, labels_of_runs, state_dir);
    if (!dead) return std::move(dead).error();
    for (const auto& [run, leftover] : *dead) {
        tools.progress.step("removing policies left behind by run " + run);
        auto removed =
            kubectl.output({"delete", policies, "--all-namespaces", "-l", std::string(run_label) + "=" + run});
        if (!removed) return std::move(removed).error();
    }
    return {};
}

}  // namespace pgreach::backend
