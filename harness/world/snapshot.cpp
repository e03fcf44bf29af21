#include "world/snapshot.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "engine/agent_config_reader.hpp"
#include "engine/versions.hpp"
#include "kube/json.hpp"
#include "manifest/kinds.hpp"
#include "model/cnpg.hpp"
#include "world/trim.hpp"

namespace pgreach::world {
namespace {

using kube::text_at;
using yaml::Node;

constexpr const char* version_of_ours = "pgreach.dev/v1";
constexpr const char* kind_of_ours = "Snapshot";
constexpr Duration list_limit = std::chrono::seconds(60);

// Of every kind.
constexpr std::array<std::string_view, 9> of_all = {"apiVersion",
                                                    "kind",
                                                    "metadata.name",
                                                    "metadata.namespace",
                                                    "metadata.labels",
                                                    "metadata.ownerReferences.apiVersion",
                                                    "metadata.ownerReferences.kind",
                                                    "metadata.ownerReferences.name",
                                                    "metadata.ownerReferences.controller"};

// Which objects a snapshot has, and what of them. `optional`: not every cluster has the kind.
struct Resource {
    std::string_view name;
    bool optional;
    std::vector<std::string_view> paths;
};

// What CNPG's Cluster says of whom it talks to.
std::vector<std::string_view> of_database() {
    return {"spec.instances",
            "spec.inheritedMetadata.labels",
            "spec.managed.services.disabledDefaultServices",
            "spec.managed.services.additional.selectorType",
            "spec.managed.services.additional.serviceTemplate.metadata.name",
            "spec.monitoring.enablePodMonitor",
            "spec.backup.barmanObjectStore.endpointURL",
            "spec.backup.barmanObjectStore.destinationPath",
            "spec.plugins.name",
            "spec.plugins.enabled",
            "spec.plugins.parameters.barmanObjectName",
            "spec.plugins.parameters.serverName",
            "spec.externalClusters.name",
            "spec.externalClusters.connectionParameters.host",
            "spec.externalClusters.connectionParameters.port",
            "spec.externalClusters.barmanObjectStore.endpointURL",
            "spec.externalClusters.barmanObjectStore.destinationPath",
            "spec.externalClusters.plugin.name",
            "spec.externalClusters.plugin.parameters.barmanObjectName",
            "spec.bootstrap.recovery.source",
            "spec.bootstrap.pg_basebackup.source",
            "spec.bootstrap.initdb.import.source.externalCluster",
            "spec.replica",
            "spec.probes.liveness.isolationCheck.enabled"};
}

const std::vector<Resource>& resources() {
    static const std::vector<std::string_view> policy = {"spec", "specs"};
    static const std::vector<Resource> all = {
        {"namespaces", false, {}},
        {"nodes", false, {"status.addresses"}},
        {"pods",
         false,
         {"spec.containers.name", "spec.containers.ports", "spec.initContainers.name", "spec.initContainers.ports",
          "spec.hostNetwork", "spec.nodeName", "spec.serviceAccountName", "status.phase", "status.podIP"}},
        {"services", false, {"spec.selector", "spec.ports", "spec.type", "spec.publishNotReadyAddresses"}},
        {"endpointslices.discovery.k8s.io", true, {"addressType", "endpoints.addresses", "ports"}},
        {"ciliumcidrgroups.cilium.io", true, {"spec.externalCIDRs"}},
        {"clusters.postgresql.cnpg.io", true, of_database()},
        {"poolers.postgresql.cnpg.io",
         true,
         {"spec.cluster", "spec.instances", "spec.type", "spec.template.metadata.labels",
          "spec.monitoring.enablePodMonitor"}},
        {"scheduledbackups.postgresql.cnpg.io", true, {"spec.cluster", "spec.schedule", "spec.method"}},
        {"objectstores.barmancloud.cnpg.io",
         true,
         {"spec.configuration.endpointURL", "spec.configuration.destinationPath"}},
        {"podmonitors.monitoring.coreos.com", true, {"spec.selector", "spec.namespaceSelector"}},
        {"networkpolicies.networking.k8s.io", false, policy},
        {"ciliumnetworkpolicies.cilium.io", false, policy},
        {"ciliumclusterwidenetworkpolicies.cilium.io", false, policy},
    };
    return all;
}

// The agents' settings that decide what policies do (engine/agent_config_reader.cpp), and those that are told of as not
// followed.
const std::vector<std::string_view>& settings() {
    static const std::vector<std::string_view> paths = {"data.enable-policy",
                                                        "data.policy-audit-mode",
                                                        "data.labels",
                                                        "data.policy-cidr-match-mode",
                                                        "data.cluster-name",
                                                        "data.policy-default-local-cluster",
                                                        "data.enable-node-selector-labels",
                                                        "data.enable-extended-ip-protocols",
                                                        "data.enable-host-firewall",
                                                        "data.enable-k8s-networkpolicy",
                                                        "data.enable-l7-proxy",
                                                        "data.policy-deny-response",
                                                        "data.allow-localhost",
                                                        "data.enable-cilium-network-policy",
                                                        "data.enable-cilium-clusterwide-network-policy",
                                                        "data.enable-non-default-deny-policies",
                                                        "data.enable-icmp-rules",
                                                        "data.label-prefix-file",
                                                        "data.node-labels"};
    return paths;
}

std::string document(const Node& object, const std::vector<std::string_view>& paths) {
    std::vector<std::string_view> all(of_all.begin(), of_all.end());
    all.insert(all.end(), paths.begin(), paths.end());
    return "---\n" + yaml::to_json(trimmed(object, all)) + "\n";
}

bool cannot_be_listed(const proc::Completed& completed) {
    return completed.err.find("the server doesn't have a resource type") != std::string::npos ||
           completed.err.find("(Forbidden)") != std::string::npos;
}

// "v1.20.2" of "quay.io/cilium/cilium:v1.20.2@sha256:…".
std::string tag_of(const Node& workload) {
    const auto& containers = kube::items_at(workload, {"spec", "template", "spec", "containers"});
    if (containers.empty()) return {};
    std::string image = text_at(containers.front(), {"image"});
    image.resize(std::min(image.find('@'), image.size()));
    const size_t colon = image.rfind(':');
    return colon == std::string::npos || image.find('/', colon) != std::string::npos ? "" : image.substr(colon + 1);
}

class Taker {
  public:
    explicit Taker(const kube::Kubectl& kubectl) : kubectl_(kubectl) {}
    Result<Snapshot> take();

  private:
    Result<void> add(const Resource& resource);
    Result<std::vector<Node>> list(std::vector<std::string> arguments, bool optional, bool& missing);
    Result<void> add_versions();

    const kube::Kubectl& kubectl_;
    Snapshot snapshot_;
};

Result<std::vector<Node>> Taker::list(std::vector<std::string> arguments, bool optional, bool& missing) {
    arguments.insert(arguments.begin(), "get");
    arguments.insert(arguments.end(), {"--all-namespaces", "-o", "json"});
    proc::Command command = kubectl_.command(arguments);
    auto completed = kubectl_.run(std::move(arguments), {}, list_limit);
    if (!completed) return std::move(completed).error();
    missing = optional && !completed->exit.success() && cannot_be_listed(*completed);
    if (missing) return std::vector<Node>();
    if (!completed->exit.success()) return proc::failure(command, *completed);
    auto object = kube::read_json(completed->out);
    if (!object) return std::move(object).error().in(proc::describe(command));
    auto items = kube::items_at(*object, {"items"});
    const auto key = [](const Node& item) {
        return std::tuple(text_at(item, {"metadata", "namespace"}), text_at(item, {"metadata", "name"}));
    };
    std::stable_sort(items.begin(), items.end(), [&](const Node& a, const Node& b) { return key(a) < key(b); });
    return items;
}

Result<void> Taker::add(const Resource& resource) {
    bool missing = false;
    const auto items = list({std::string(resource.name)}, resource.optional, missing);
    if (!items) return items.error();
    if (missing) snapshot_.missing.emplace_back(resource.name);
    for (const auto& item : *items) snapshot_.text += document(item, resource.paths);
    return {};
}

// What runs, by the images of agents and operator, and the ConfigMap beside the agents.
Result<void> Taker::add_versions() {
    bool missing = false;
    const auto agents = list({"daemonsets", "-l", "k8s-app=cilium"}, false, missing);
    if (!agents) return agents.error();
    const auto operators = list({"deployments", "-l", cnpg::operator_selector()}, false, missing);
    if (!operators) return operators.error();
    const std::string cilium = agents->empty() ? "" : tag_of(agents->front());
    const std::string cnpg = operators->empty() ? "" : tag_of(operators->front());
    const Node ours = kube::object({{"apiVersion", kube::text(version_of_ours)},
                                    {"kind", kube::text(kind_of_ours)},
                                    {"metadata", kube::object({{"name", kube::text("versions")}})},
                                    {"cilium", kube::text(cilium)},
                                    {"cnpg", kube::text(cnpg)}});
    snapshot_.text = "---\n" + yaml::to_json(ours) + "\n";
    if (agents->empty()) return {};
    const std::string ns = text_at(agents->front(), {"metadata", "namespace"});
    const auto config = kubectl_.get({"configmap", "cilium-config", "-n", ns});
    if (!config) return config.error();
    if (*config) snapshot_.text += document(**config, settings());
    return {};
}

Result<Snapshot> Taker::take() {
    if (auto added = add_versions(); !added) return std::move(added).error();
    for (const auto& resource : resources()) {
        if (auto added = add(resource); !added) return std::move(added).error();
    }
    return std::move(snapshot_);
}

}  // namespace

std::string text_of_missing(const std::string& kind) {
    return "no " + kind + ": the cluster does not have them, or does not let us list them";
}

Result<Snapshot> take_snapshot(const kube::Kubectl& kubectl) {
    return Taker(kubectl).take();
}

Result<std::optional<SnapshotCilium>> cilium_of(const Objects& objects) {
    std::optional<SnapshotCilium> found;
    for (const auto& object : objects.others) {
        if (object.api_version == version_of_ours && object.kind == kind_of_ours) {
            const std::string text = text_at(object.document, {"cilium"});
            const auto version = engine::parse_version(text);
            if (text.empty()) continue;
            found.emplace().cilium.version = version.value_or(engine::newest_version);
            if (!version) found->unknown_release = text;
        }
    }
    for (const auto& object : objects.others) {
        if (object.kind != "ConfigMap" || object.name != "cilium-config") continue;
        const auto read = engine::read_agent_config(
            std::make_shared<const Source>(Source{object.source->name, yaml::to_json(object.document)}));
        if (!read) return Error(read.error());
        if (!found) found.emplace();
        found->cilium.config = read->config;
        found->not_followed = read->not_followed;
    }
    return found;
}

}  // namespace pgreach::world
