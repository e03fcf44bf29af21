#include "backend/kind/rollout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backend/baseline.hpp"
#include "backend/cluster/agent_semantics.hpp"
#include "backend/cluster/policies.hpp"
#include "backend/cluster/waiting.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

using std::chrono::minutes;

// "1 of 2 ready" of a DaemonSet or Deployment; empty when all are.
Result<std::string> unready(const kube::Kubectl& kubectl, const std::string& kind, const std::string& name,
                            const std::string& ns) {
    auto found = kubectl.get({kind, name, "-n", ns});
    if (!found) return std::move(found).error();
    if (!found->has_value()) return std::string("not there yet");
    const bool daemon = kind == "daemonset";
    const auto wanted = daemon ? kube::integer_at(**found, {"status", "desiredNumberScheduled"})
                               : kube::integer_at(**found, {"spec", "replicas"}, 1);
    const auto ready = kube::integer_at(**found, {"status", daemon ? "numberReady" : "readyReplicas"});
    if (wanted > 0 && ready >= wanted) return std::string();
    return fmt::format("{} of {} ready", ready, wanted);
}

// Why the first pod that does not run waits: "ImagePullBackOff: …".
std::string obstacle(const kube::Kubectl& kubectl, const std::string& ns, const std::string& selector) {
    const auto pods = kubectl.pods(ns, selector);
    if (!pods) return {};
    const auto waiting =
        std::find_if(pods->begin(), pods->end(), [](const kube::Pod& pod) { return !pod.waiting.empty(); });
    return waiting == pods->end() ? std::string() : ", " + waiting->name + ": " + waiting->waiting;
}

}  // namespace

Result<void> wait_for_nodes(const Tools& tools, const kube::Kubectl& kubectl) {
    return wait_until(tools, "nodes", minutes(5), [&]() -> Result<std::string> {
        auto listed = kubectl.output({"get", "nodes", "-o", "json"});
        if (!listed) return std::move(listed).error();
        auto nodes = kube::read_nodes(*listed);
        if (!nodes) return std::move(nodes).error();
        const auto unready =
            std::find_if_not(nodes->begin(), nodes->end(), [](const auto& node) { return node.ready; });
        return unready == nodes->end() ? std::string() : unready->name + " is not ready";
    });
}

Result<void> wait_for_cilium(const Tools& tools, const kube::Kubectl& kubectl, const std::string& ns) {
    return wait_until(tools, "Cilium", minutes(8), [&]() -> Result<std::string> {
        auto agents = unready(kubectl, "daemonset", "cilium", ns);
        if (!agents || agents->empty()) return agents;
        return "agents " + *agents + obstacle(kubectl, ns, "k8s-app=cilium");
    });
}

Result<void> wait_for_operator(const Tools& tools, const kube::Kubectl& kubectl, const std::string& ns) {
    return wait_until(tools, "CloudNativePG", minutes(5), [&]() -> Result<std::string> {
        auto manager = unready(kubectl, "deployment", "cnpg-controller-manager", ns);
        if (!manager || manager->empty()) return manager;
        return *manager + obstacle(kubectl, ns, cnpg::operator_selector());
    });
}

Result<bool> open_all(const kube::Kubectl& kubectl, const ClusterOptions& options, const Ownership& owner) {
    Semantics semantics;
    if (auto read = read_configuration(kubectl, options.cilium_namespace, semantics); !read) {
        return std::move(read).error();
    }
    set_baseline(options.database, options.database_namespace, semantics);
    std::vector<std::string> objects;
    for (const auto* manifests : {&semantics.baseline, &semantics.control}) {
        for (const auto& manifest : *manifests) objects.push_back(yaml::to_json(sent_manifest(manifest, owner)));
    }
    if (objects.empty()) return false;
    auto created = kubectl.create(kube::list_of(objects));
    if (!created) return std::move(created).error();
    return true;
}

}  // namespace pgreach::backend
