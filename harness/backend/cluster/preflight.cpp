#include "backend/cluster/preflight.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backend/cluster/placement.hpp"
#include "backend/cluster/run_id.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "manifest/kinds.hpp"
#include "model/cnpg.hpp"
#include "model/names.hpp"

namespace pgreach::backend {
namespace {

using yaml::Node;

PolicyId id_of(const Node& policy) {
    return {kube::text_at(policy, {"kind"}), kube::text_at(policy, {"metadata", "namespace"}),
            kube::text_at(policy, {"metadata", "name"})};
}

// As the API server gives them; those of this run may stand already: its baseline.
Result<std::vector<Node>> list_foreign_policies(const kube::Kubectl& kubectl, const std::string& run) {
    auto policies = kubectl.get({manifest::policy_resources(), "--all-namespaces"});
    if (!policies) return std::move(policies).error();
    std::vector<Node> foreign;
    for (const auto& policy : kube::items_at(**policies, {"items"})) {
        if (kube::text_at(policy, {"metadata", "labels", run_label}) != run) foreign.push_back(policy);
    }
    return foreign;
}

// One inspection: every step notes what is missing, and the next ones go on.
class Inspection {
  public:
    Inspection(const kube::Kubectl& kubectl, const ClusterOptions& options, const Participants& participants,
               const std::string& run)
        : kubectl_(kubectl), options_(options), participants_(participants), run_(run) {}

    Result<PreflightResult> run() {
        for (const auto step : {&Inspection::look_at_nodes, &Inspection::look_at_cilium, &Inspection::look_at_operator,
                                &Inspection::look_at_database, &Inspection::look_at_permissions,
                                &Inspection::look_at_namespaces, &Inspection::look_at_policies}) {
            if (auto looked = (this->*step)(); !looked) {
                if (looked.error().kind == ErrorKind::interrupted) return std::move(looked).error();
                missing_.push_back(looked.error().message);
            }
        }
        if (missing_.empty()) return std::move(result_);
        return environment_error("this cluster cannot be used:" + bulleted(missing_));
    }

  private:
    Result<void> look_at_nodes() {
        auto nodes = kubectl_.output({"get", "nodes", "-o", "json"});
        if (!nodes) return std::move(nodes).error();
        auto read = kube::read_nodes(*nodes);
        if (!read) return std::move(read).error();
        result_.nodes = *std::move(read);
        // Who may not see them, or has none there, learns less of the API server's way to the instances.
        const auto api_servers = kubectl_.pods("kube-system", "component=kube-apiserver");
        if (!api_servers) return {};
        for (const auto& pod : *api_servers) {
            if (pod.running && !pod.terminating) result_.api_server_nodes.insert(pod.node);
        }
        return {};
    }

    Result<void> look_at_cilium() {
        auto daemons = kubectl_.get({"daemonset", "cilium", "-n", options_.cilium_namespace});
        if (!daemons) return std::move(daemons).error();
        if (!daemons->has_value()) return environment_error("no Cilium in namespace " + options_.cilium_namespace);
        const auto& containers = kube::items_at(**daemons, {"spec", "template", "spec", "containers"});
        if (!containers.empty()) result_.cilium_version = kube::image_version(kube::text_at(containers[0], {"image"}));
        const auto wanted = kube::integer_at(**daemons, {"status", "desiredNumberScheduled"});
        const auto ready = kube::integer_at(**daemons, {"status", "numberReady"});
        if (ready == wanted) return {};
        return environment_error(fmt::format("Cilium is ready on {} of {} nodes", ready, wanted));
    }

    Result<void> look_at_operator() {
        auto pods = kubectl_.get({"pods", "-n", options_.operator_namespace, "-l", cnpg::operator_selector()});
        if (!pods) return std::move(pods).error();
        const auto& items = kube::items_at(**pods, {"items"});
        const auto ours = [](const Node& pod) { return kube::at(pod, {"metadata", "labels", run_label}) != nullptr; };
        const auto pod = std::find_if_not(items.begin(), items.end(), ours);
        if (pod == items.end()) {
            return environment_error("no CloudNativePG operator in namespace " + options_.operator_namespace);
        }
        result_.operator_ip = kube::text_at(*pod, {"status", "podIP"});
        const auto& containers = kube::items_at(*pod, {"spec", "containers"});
        if (!containers.empty())
            result_.operator_version = kube::image_version(kube::text_at(containers[0], {"image"}));
        return {};
    }

    Result<void> look_at_database() {
        auto database = kubectl_.get({cnpg::clusters_resource, options_.database, "-n", options_.database_namespace});
        if (!database) return std::move(database).error();
        const std::string name = options_.database_namespace + "/" + options_.database;
        if (!database->has_value()) return environment_error("no CloudNativePG Cluster " + name);
        auto read = kube::read_database(yaml::to_json(**database));
        if (!read) return std::move(read).error();
        result_.database = *std::move(read);
        auto pods = kubectl_.pods(options_.database_namespace, cnpg::instances_selector(options_.database));
        if (!pods) return std::move(pods).error();
        result_.instances = *std::move(pods);
        auto targets = find_targets(participants_, result_.instances);
        if (!targets) return std::move(targets).error().in(name);
        return {};
    }

    Result<void> look_at_permissions() {
        if (options_.own_cluster) return {};
        struct Permission {
            const char* verb;
            const char* resource;
            std::string ns;
        };
        const std::vector<Permission> needed = {
            {"create", "namespaces", ""},
            {"create", "pods", options_.database_namespace},
            {"create", "pods/exec", options_.database_namespace},
            {"get", "secrets", options_.database_namespace},
            {"create", "pods", options_.operator_namespace},
            {"create", "pods/exec", options_.cilium_namespace},
            {"create", "ciliumnetworkpolicies.cilium.io", options_.database_namespace},
            {"delete", "ciliumnetworkpolicies.cilium.io", options_.database_namespace},
        };
        std::vector<std::string> denied;
        for (const auto& [verb, resource, ns] : needed) {
            auto may = kubectl_.can_i(verb, resource, ns);
            if (!may) return std::move(may).error();
            const std::string where = ns.empty() ? "" : " in " + ns;
            if (!*may) denied.push_back(std::string(verb) + " " + resource + where);
        }
        if (denied.empty()) return {};
        return environment_error("not permitted: " + enumerate(denied));
    }

    Result<void> look_at_namespaces() {
        auto namespaces = kubectl_.get({"namespaces"});
        if (!namespaces) return std::move(namespaces).error();
        for (const auto& item : kube::items_at(**namespaces, {"items"})) {
            if (kube::at(item, {"metadata", "labels", run_label}) != nullptr) continue;
            result_.namespaces.insert(kube::text_at(item, {"metadata", "name"}));
        }
        return {};
    }

    Result<void> look_at_policies() {
        auto policies = list_foreign_policies(kubectl_, run_);
        if (!policies) return std::move(policies).error();
        std::vector<std::string> in_the_way;
        for (const auto& policy : *policies) {
            const PolicyId id = id_of(policy);
            result_.policies.insert(id);
            const bool near = id.ns.empty() || id.ns == options_.database_namespace;
            const bool selects = std::any_of(result_.instances.begin(), result_.instances.end(),
                                             [&](const auto& pod) { return may_select(policy, pod.labels); });
            if (near && selects) in_the_way.push_back(pgreach::describe(id));
        }
        if (in_the_way.empty()) return {};
        return environment_error("policies that are not pgreach's select the database: " + enumerate(in_the_way) +
                                 " (pgreach audit tries it under these; run --in-namespace NEW makes another one)");
    }

    const kube::Kubectl& kubectl_;
    const ClusterOptions& options_;
    const Participants& participants_;
    const std::string& run_;
    PreflightResult result_;
    std::vector<std::string> missing_;
};

// Other ports would never be open, whatever is applied.
Result<void> check_ports(const Participants& participants) {
    for (const auto& port : participants.ports) {
        const std::string purpose(to_string(port.purpose));
        const int served = cnpg::instance_ports().at(purpose);
        if (port.number == served) continue;
        return input_error(
            fmt::format("participants '{}': nobody serves port {}: instances of CloudNativePG serve {} on {}",
                        participants.name, port.number, purpose, served),
            fmt::format("write {} in place of {}", served, port.number));
    }
    return {};
}

bool selector_matches(const Node& selector, const Labels& labels) {
    const Node* wanted = selector.find("matchLabels");
    if (wanted == nullptr) return true;
    return std::all_of(wanted->entries.begin(), wanted->entries.end(), [&](const auto& entry) {
        std::string key = entry.key;
        for (const std::string_view prefix : {"k8s:", "any:"}) {
            if (key.rfind(prefix, 0) == 0) key.erase(0, prefix.size());
        }
        // a namespace that is spelled out is not among a pod's own labels
        if (key.rfind("io.kubernetes.pod.namespace", 0) == 0) return true;
        const auto label = labels.find(key);
        return label != labels.end() && label->second == entry.value.text;
    });
}

}  // namespace

bool may_select(const Node& policy, const Labels& labels) {
    std::vector<const Node*> specs;
    if (const Node* spec = policy.find("spec")) specs.push_back(spec);
    for (const auto& spec : kube::items_at(policy, {"specs"})) specs.push_back(&spec);
    return std::any_of(specs.begin(), specs.end(), [&](const Node* spec) {
        const Node* selector = spec->find("endpointSelector");
        if (selector == nullptr) selector = spec->find("podSelector");
        return selector != nullptr && selector_matches(*selector, labels);
    });
}

Result<std::string> server_version(const kube::Kubectl& kubectl) {
    auto version = kubectl.output({"version", "-o", "json"}, {}, std::chrono::seconds(15));
    if (!version) {
        return std::move(version).error().in("no answer from the cluster (" + describe(kubectl.access()) + ")");
    }
    const auto parsed = kube::read_json(*version);
    const std::string text = parsed ? kube::text_at(*parsed, {"serverVersion", "gitVersion"}) : std::string();
    return text.empty() ? std::string("unknown") : text.substr(1);
}

Result<std::set<PolicyId>> find_foreign_policies(const kube::Kubectl& kubectl, const std::string& run) {
    auto policies = list_foreign_policies(kubectl, run);
    if (!policies) return std::move(policies).error();
    std::set<PolicyId> ids;
    for (const auto& policy : *policies) ids.insert(id_of(policy));
    return ids;
}

Result<PreflightResult> inspect(const kube::Kubectl& kubectl, const ClusterOptions& options,
                                const Participants& participants, const std::string& run) {
    if (auto served = check_ports(participants); !served) return std::move(served).error();
    return Inspection(kubectl, options, participants, run).run();
}

}  // namespace pgreach::backend
