#include "backend/cluster/database_state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backend/cluster/waiting.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

// One row a replica, asked from the primary without any network.
std::vector<kube::ReplicaState> replicas_of(const kube::Kubectl& kubectl, const std::string& ns,
                                            const std::string& primary) {
    const auto rows = kubectl.exec({ns, primary}, "postgres",
                                   {"psql", "-qAtXc", "select application_name, state, true from pg_stat_replication"});
    return rows ? kube::read_replication(*rows) : std::vector<kube::ReplicaState>();
}

}  // namespace

std::string lacking(const kube::Database& database, const std::vector<kube::Pod>& instances,
                    const std::vector<kube::ReplicaState>& replicas) {
    const auto streams = [&](const std::string& name) {
        return name == database.primary || std::any_of(replicas.begin(), replicas.end(), [&](const auto& replica) {
                   return replica.name == name && replica.state == "streaming";
               });
    };
    int serving = 0;
    std::string first;
    for (const auto& pod : instances) {
        if (pod.ready && streams(pod.name)) {
            ++serving;
        } else if (first.empty()) {
            first = ", waiting for " + pod.name + (pod.ready ? " to stream" : " to be ready");
            if (!pod.waiting.empty()) first += " (" + pod.waiting + ")";
        }
    }
    if (database.instances > 0 && serving >= database.instances) return {};
    if (first.empty()) first = database.phase.empty() ? "" : ", " + database.phase;
    return fmt::format("{} of {} instances{}", serving, database.instances, first);
}

Result<std::string> database_state(const kube::Kubectl& kubectl, const ClusterOptions& options) {
    const std::string& ns = options.database_namespace;
    auto listed = kubectl.output({"get", cnpg::clusters_resource, options.database, "-n", ns, "-o", "json"});
    if (!listed) return std::move(listed).error();
    auto database = kube::read_database(*listed);
    if (!database) return std::move(database).error();
    auto pods = kubectl.pods(ns, cnpg::instances_selector(options.database));
    if (!pods) return std::move(pods).error();
    const bool answers = std::any_of(pods->begin(), pods->end(),
                                     [&](const auto& pod) { return pod.name == database->primary && pod.ready; });
    std::vector<kube::ReplicaState> replicas;
    if (answers) replicas = replicas_of(kubectl, ns, database->primary);
    return lacking(*database, *pods, replicas);
}

Result<void> wait_for_database(const Tools& tools, const kube::Kubectl& kubectl, const ClusterOptions& options) {
    return wait_until(tools, options.database, std::chrono::minutes(10),
                      [&] { return database_state(kubectl, options); });
}

}  // namespace pgreach::backend
