#include "backend/cluster/preflight.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backend/cluster/foreign_policies.hpp"
#include "backend/cluster/placement.hpp"
#include "backend/cluster/run_id.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"
#include "model/names.hpp"

namespace pgreach::backend {
namespace {

using yaml::Node;

// One inspection: every step notes what is missing, and the next ones go on.
class Inspection {
  public:
    Inspection(const kube::Kubectl& kubectl, const ClusterOptions& options, const Participants& participants,
               const std::string& run, Remedies remedies)
        : kubectl_(kubectl),
          options_(options),
          participants_(participants),
          run_(run),
          remedies_(std::move(remedies)) {}

    // All of them; the last one is interrupted where the user has stopped us.
    std::vector<Precondition> looks() {
        struct Step {
            const char* what;
            Result<std::string> (Inspection::*look)();
        };
        std::vector<Precondition> looks;
        for (const auto& [what, look] :
             {Step{"nodes", &Inspection::look_at_nodes}, Step{"Cilium", &Inspection::look_at_cilium},
              Step{"CloudNativePG", &Inspection::look_at_operator}, Step{"database", &Inspection::look_at_database},
              Step{"permissions", &Inspection::look_at_permissions},
              Step{"namespaces", &Inspection::look_at_namespaces},
              Step{"policies of others", &Inspection::look_at_policies}}) {
            looks.push_back({what, (this->*look)()});
            const auto& found = looks.back().found;
            if (!found && found.error().kind == ErrorKind::interrupted) break;
        }
        return looks;
    }

    PreflightResult take() { return std::move(result_); }

  private:
    Result<std::string> look_at_nodes() {
        auto nodes = kubectl_.output({"get", "nodes", "-o", "json"});
        if (!nodes) return std::move(nodes).error();
        auto read = kube::read_nodes(*nodes);
        if (!read) return std::move(read).error();
        result_.nodes = *std::move(read);
        // Who may not see them, or has none there, learns less of the API server's way to the instances.
        const auto api_servers = kubectl_.pods("kube-system", "component=kube-apiserver");
        if (api_servers) {
            for (const auto& pod : *api_servers) {
                if (pod.running && !pod.terminating) result_.api_server_nodes.insert(pod.node);
            }
        }
        return std::to_string(result_.nodes.size());
    }

    Result<std::string> look_at_cilium() {
        auto daemons = kubectl_.get({"daemonset", "cilium", "-n", options_.cilium_namespace});
        if (!daemons) return std::move(daemons).error();
        if (!daemons->has_value()) {
            return environment_error("no Cilium in namespace " + options_.cilium_namespace, remedies_.cilium);
        }
        const auto& containers = kube::items_at(**daemons, {"spec", "template", "spec", "containers"});
        if (!containers.empty()) result_.cilium_version = kube::image_version(kube::text_at(containers[0], {"image"}));
        const auto wanted = kube::integer_at(**daemons, {"status", "desiredNumberScheduled"});
        const auto ready = kube::integer_at(**daemons, {"status", "numberReady"});
        if (ready == wanted) return fmt::format("{} on {} nodes", result_.cilium_version, ready);
        return environment_error(
            fmt::format("Cilium is ready on {} of {} nodes", ready, wanted),
            fmt::format("kubectl -n {} rollout status daemonset/cilium", options_.cilium_namespace));
    }

    Result<std::string> look_at_operator() {
        auto pods = kubectl_.get({"pods", "-n", options_.operator_namespace, "-l", cnpg::operator_selector()});
        if (!pods) return std::move(pods).error();
        const auto& items = kube::items_at(**pods, {"items"});
        const auto ours = [](const Node& pod) { return kube::at(pod, {"metadata", "labels", run_label}) != nullptr; };
        const auto pod = std::find_if_not(items.begin(), items.end(), ours);
        if (pod == items.end()) {
            return environment_error("no CloudNativePG operator in namespace " + options_.operator_namespace,
                                     remedies_.cloudnative_pg);
        }
        result_.operator_ip = kube::text_at(*pod, {"status", "podIP"});
        const auto& containers = kube::items_at(*pod, {"spec", "containers"});
        if (!containers.empty())
            result_.operator_version = kube::image_version(kube::text_at(containers[0], {"image"}));
        return result_.operator_version;
    }

    Result<std::string> look_at_database() {
        auto database = kubectl_.get({cnpg::clusters_resource, options_.database, "-n", options_.database_namespace});
        if (!database) return std::move(database).error();
        const std::string name = options_.database_namespace + "/" + options_.database;
        if (!database->has_value()) return environment_error("no CloudNativePG Cluster " + name, remedies_.database);
        auto read = kube::read_database(yaml::to_json(**database));
        if (!read) return std::move(read).error();
        result_.database = *std::move(read);
        auto pods = kubectl_.pods(options_.database_namespace, cnpg::instances_selector(options_.database));
        if (!pods) return std::move(pods).error();
        result_.instances = *std::move(pods);
        auto targets = find_targets(participants_, result_.instances);
        if (!targets) return std::move(targets).error().in(name);
        return fmt::format("{} with {} instances", name, result_.instances.size());
    }

    Result<std::string> look_at_permissions() {
        if (options_.own_cluster) return std::string();
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
        std::set<std::string> verbs, resources;
        for (const auto& [verb, resource, ns] : needed) {
            auto may = kubectl_.can_i(verb, resource, ns);
            if (!may) return std::move(may).error();
            const std::string where = ns.empty() ? "" : " in " + ns;
            if (*may) continue;
            denied.push_back(std::string(verb) + " " + resource + where);
            verbs.insert(verb);
            resources.insert(resource);
        }
        if (denied.empty()) return fmt::format("all {}", needed.size());
        return environment_error(
            "not permitted: " + enumerate(denied),
            fmt::format("an administrator: kubectl create clusterrole pgreach --verb={} --resource={}; "
                        "kubectl create clusterrolebinding pgreach --clusterrole=pgreach --user=YOU",
                        join({verbs.begin(), verbs.end()}, ","), join({resources.begin(), resources.end()}, ",")));
    }

    Result<std::string> look_at_namespaces() {
        auto namespaces = kubectl_.get({"namespaces"});
        if (!namespaces) return std::move(namespaces).error();
        for (const auto& item : kube::items_at(**namespaces, {"items"})) {
            if (kube::at(item, {"metadata", "labels", run_label}) != nullptr) continue;
            if (auto alike = compare_labels(item); !alike) return std::move(alike).error();
            result_.namespaces.insert(kube::text_at(item, {"metadata", "name"}));
        }
        return std::to_string(result_.namespaces.size());
    }

    // Somebody's namespace is left as it is.
    Result<void> compare_labels(const Node& item) const {
        const auto name = kube::text_at(item, {"metadata", "name"});
        const auto wanted = participants_.namespaces.find(name);
        if (wanted == participants_.namespaces.end()) return {};
        for (const auto& [key, value] : wanted->second) {
            const auto* found = kube::at(item, {"metadata", "labels"});
            const auto* label = found == nullptr ? nullptr : found->find(key);
            if (label != nullptr && label->text == value) continue;
            return environment_error("namespace " + name + " has no label " + key + "=" + value +
                                     ", which it has among the participants: kubectl label namespace " + name + " " +
                                     key + "=" + value);
        }
        return {};
    }

    Result<std::string> look_at_policies() {
        auto policies = list_foreign_policies(kubectl_, run_);
        if (!policies) return std::move(policies).error();
        std::vector<std::string> in_the_way;
        for (const auto& policy : *policies) {
            const PolicyId id = id_of_policy(policy);
            result_.policies.insert(id);
            const bool near = id.ns.empty() || id.ns == options_.database_namespace;
            const bool selects = std::any_of(result_.instances.begin(), result_.instances.end(),
                                             [&](const auto& pod) { return may_select(policy, pod.labels); });
            if (near && selects) in_the_way.push_back(pgreach::describe(id));
        }
        if (in_the_way.empty()) return fmt::format("{}, none of which selects the database", result_.policies.size());
        return environment_error("policies that are not pgreach's select the database: " + enumerate(in_the_way) +
                                 " (pgreach audit tries it under these; run --in-namespace NEW makes another one)");
    }

    const kube::Kubectl& kubectl_;
    const ClusterOptions& options_;
    const Participants& participants_;
    const std::string run_;
    Remedies remedies_;
    PreflightResult result_;
};

// Nobody here would serve for them.
Result<void> check_targets(const Participants& participants) {
    std::vector<std::string> others;
    for (const auto& member : participants.members) {
        if (member.target() && !member.is_instance()) others.push_back(member.endpoint.name);
    }
    if (others.empty()) return {};
    return input_error(
        fmt::format("participants '{}': {} {} services, and on a real cluster only instances are targets",
                    participants.name, enumerate(others), others.size() == 1 ? "has" : "have"),
        "run it on the embedded backend");
}

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

}  // namespace

Result<std::string> server_version(const kube::Kubectl& kubectl) {
    auto version = kubectl.output({"version", "-o", "json"}, {}, std::chrono::seconds(15));
    if (!version) {
        return std::move(version).error().in("no answer from the cluster (" + describe(kubectl.access()) + ")");
    }
    const auto parsed = kube::read_json(*version);
    const std::string text = parsed ? kube::text_at(*parsed, {"serverVersion", "gitVersion"}) : std::string();
    return text.empty() ? std::string("unknown") : text.substr(1);
}

Result<PreflightResult> inspect(const kube::Kubectl& kubectl, const ClusterOptions& options,
                                const Participants& participants, const std::string& run) {
    if (auto known = check_targets(participants); !known) return std::move(known).error();
    if (auto served = check_ports(participants); !served) return std::move(served).error();
    Inspection inspection(kubectl, options, participants, run, {});
    std::vector<std::string> missing;
    for (const auto& look : inspection.looks()) {
        if (look.found) continue;
        if (look.found.error().kind == ErrorKind::interrupted) return look.found.error();
        missing.push_back(look.found.error().message);
    }
    if (missing.empty()) return inspection.take();
    return environment_error("this cluster cannot be used:" + bulleted(missing));
}

std::vector<Precondition> examine(const kube::Kubectl& kubectl, const ClusterOptions& options,
                                  const Participants& participants, const Remedies& remedies) {
    return Inspection(kubectl, options, participants, "", remedies).looks();
}

}  // namespace pgreach::backend
