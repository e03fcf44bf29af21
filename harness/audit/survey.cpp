#include "audit/survey.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "audit/label_selector.hpp"
#include "audit/twin_manifests.hpp"
#include "backend/cluster/agent_semantics.hpp"
#include "backend/cluster/preflight.hpp"
#include "backend/cluster/run_id.hpp"
#include "kube/json.hpp"
#include "manifest/kinds.hpp"
#include "model/cnpg.hpp"
#include "world/snapshot.hpp"

namespace pgreach::audit {
namespace {

using kube::items_at;
using kube::text_at;
using yaml::Node;

constexpr const char* last_applied = "kubectl.kubernetes.io/last-applied-configuration";

// What a person applied, as far as it is the policy itself and not what stands around it.
std::vector<std::string> lost_fields(const Node& policy) {
    const std::string text = text_at(policy, {"metadata", "annotations", last_applied});
    const auto sent = text.empty() ? Result<Node>(Node()) : kube::read_json(text);
    std::vector<std::string> lost;
    if (!sent) return lost;
    for (const char* part : {"spec", "specs"}) {
        const Node* wanted = sent->find(part);
        if (wanted == nullptr) continue;
        const Node* stored = policy.find(part);
        const auto missing = kube::missing_fields(*wanted, stored == nullptr ? Node() : *stored);
        for (const auto& path : missing) lost.push_back(part + (path.empty() || path[0] == '[' ? path : "." + path));
    }
    return lost;
}

StoredPolicy read_policy(const Node& object) {
    StoredPolicy policy{.id = {text_at(object, {"kind"}), text_at(object, {"metadata", "namespace"}),
                               text_at(object, {"metadata", "name"})}};
    policy.uid = text_at(object, {"metadata", "uid"});
    policy.generation = kube::integer_at(object, {"metadata", "generation"});
    policy.deleting = kube::at(object, {"metadata", "deletionTimestamp"}) != nullptr;
    policy.of_nodes = kube::at(object, {"spec", "nodeSelector"}) != nullptr;
    for (const auto& spec : items_at(object, {"specs"})) {
        policy.of_nodes = policy.of_nodes || spec.find("nodeSelector") != nullptr;
    }
    policy.verdict = kube::agent_verdict(object);
    policy.lost = lost_fields(object);
    return policy;
}

// Selectors of what an autoscaler looks at: those of its target.
std::vector<Counting> read_counting(const Node& list) {
    std::vector<Counting> counting;
    const auto& items = items_at(list, {"items"});
    const auto selector_of = [](const Node& item) {
        const Node* selector = kube::at(item, {"spec", "selector"});
        return selector == nullptr ? Node() : *selector;
    };
    for (const auto& item : items) {
        const std::string kind = text_at(item, {"kind"});
        const std::string ns = text_at(item, {"metadata", "namespace"});
        const std::string name = kind + " " + ns + "/" + text_at(item, {"metadata", "name"});
        if (kind == "PodDisruptionBudget") counting.push_back({name, ns, selector_of(item)});
        if (kind != "HorizontalPodAutoscaler") continue;
        for (const auto& target : items) {
            if (text_at(target, {"kind"}) != text_at(item, {"spec", "scaleTargetRef", "kind"}) ||
                text_at(target, {"metadata", "name"}) != text_at(item, {"spec", "scaleTargetRef", "name"}) ||
                text_at(target, {"metadata", "namespace"}) != ns)
                continue;
            counting.push_back({name, ns, selector_of(target)});
        }
    }
    return counting;
}

class Reader {
  public:
    Reader(const backend::Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells,
           const backend::ClusterOptions& options)
        : tools_(tools), kubectl_(kubectl), shells_(shells), options_(options) {}

    Result<Survey> read() {
        tools_.progress.step("reading the cluster");
        if (auto version = backend::server_version(kubectl_); !version) return std::move(version).error();
        if (auto read = read_objects(); !read) return std::move(read).error();
        auto semantics = backend::read_semantics(kubectl_, shells_, options_);
        if (!semantics) return std::move(semantics).error();
        survey_.semantics = *std::move(semantics);
        survey_.contents = world::make_contents(survey_.objects, survey_.semantics.cilium);
        auto policies = read_policies(kubectl_);
        if (!policies) return std::move(policies).error();
        survey_.policies = *std::move(policies);
        auto pods = read_database_pods(kubectl_);
        if (!pods) return std::move(pods).error();
        survey_.pods = *std::move(pods);
        if (auto read = read_counters(); !read) return std::move(read).error();
        if (auto read = read_api_server(); !read) return std::move(read).error();
        read_cnpg_release();
        return std::move(survey_);
    }

  private:
    Result<void> read_objects() {
        auto snapshot = world::take_snapshot(kubectl_);
        if (!snapshot) return std::move(snapshot).error();
        const auto& context = options_.access.context;
        survey_.objects = world::read_objects({{std::make_shared<const Source>(
            Source{context.empty() ? "the cluster" : "context " + context, std::move(snapshot->text)})}});
        leave_out_ours();
        if (has_errors(survey_.objects.diagnostics)) return input_error(render(survey_.objects.diagnostics));
        return {};
    }

    // Probes and twins, of runs that live or are dead, are no workloads of the cluster's.
    void leave_out_ours() {
        std::erase_if(survey_.objects.others, [&](const manifest::Manifest& object) {
            if (object.kind != "Pod") return false;
            const Labels labels = labels_from(kube::at(object.document, {"metadata", "labels"}));
            if (labels.count(twin_run_label) != 0) survey_.leftovers.insert(world::namespace_of(object));
            return labels.count(twin_run_label) != 0 || labels.count(backend::run_label) != 0;
        });
    }

    // Who may not list them is told what is not known then.
    Result<void> read_counters() {
        const std::string kinds =
            "poddisruptionbudgets.policy,horizontalpodautoscalers.autoscaling,deployments.apps,statefulsets.apps";
        const auto listed = kubectl_.get({kinds, "--all-namespaces"});
        if (!listed && listed.error().kind == ErrorKind::interrupted) return Error(listed.error());
        if (listed && *listed) {
            survey_.counting = read_counting(**listed);
            return {};
        }
        survey_.notes.push_back(
            "PodDisruptionBudgets and autoscalers may not be listed: whether they count twins is "
            "not known");
        return {};
    }

    Result<void> read_api_server() {
        const auto service = kubectl_.get({"service", "kubernetes", "-n", "default"});
        if (!service) return Error(service.error());
        const auto slices = kubectl_.get(
            {"endpointslices.discovery.k8s.io", "-l", "kubernetes.io/service-name=kubernetes", "-n", "default"});
        if (!slices) return Error(slices.error());
        if (!*service || !*slices) return {};
        ApiServer& server = survey_.api_server;
        server.service_address = text_at(**service, {"spec", "clusterIP"});
        for (const auto& port : items_at(**service, {"spec", "ports"})) {
            server.service_port = static_cast<int>(kube::integer_at(port, {"port"}, server.service_port));
        }
        for (const auto& slice : items_at(**slices, {"items"})) {
            for (const auto& endpoint : items_at(slice, {"endpoints"})) {
                for (const auto& address : items_at(endpoint, {"addresses"})) server.addresses.push_back(address.text);
            }
            for (const auto& port : items_at(slice, {"ports"})) {
                server.port = static_cast<int>(kube::integer_at(port, {"port"}, server.port));
            }
        }
        place_api_server();
        return {};
    }

    // On a node it is that node to Cilium as well, elsewhere an address outside the cluster.
    void place_api_server() {
        const auto& addresses = survey_.api_server.addresses;
        auto& endpoints = survey_.contents.world.endpoints;
        const auto is_among = [&](const Endpoint& endpoint) {
            return endpoint.kind == EndpointKind::remote_node && !endpoint.ip.empty() &&
                   std::find(addresses.begin(), addresses.end(), endpoint.ip) != addresses.end();
        };
        const bool on_node = std::any_of(endpoints.begin(), endpoints.end(), is_among);
        for (auto& endpoint : endpoints) {
            if (endpoint.kind != EndpointKind::kube_apiserver || on_node || addresses.empty()) continue;
            endpoint.on_node = false;
            endpoint.cidr = addresses.front() + (addresses.front().find(':') == std::string::npos ? "/32" : "/128");
        }
    }

    void read_cnpg_release() {
        for (const auto& object : survey_.objects.others) {
            if (object.kind != "Snapshot") continue;
            const std::string text = text_at(object.document, {"cnpg"});
            cnpg::Release release{0, 0};
            const char* end = text.data() + text.size();
            const auto major = std::from_chars(text.data(), end, release.major);
            if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') continue;
            if (std::from_chars(major.ptr + 1, end, release.minor).ec == std::errc()) survey_.cnpg = release;
        }
    }

    const backend::Tools& tools_;
    const kube::Kubectl& kubectl_;
    kube::Shells& shells_;
    const backend::ClusterOptions& options_;
    Survey survey_;
};

}  // namespace

Result<std::vector<StoredPolicy>> read_policies(const kube::Kubectl& kubectl) {
    const auto listed = kubectl.get({manifest::policy_resources(), "--all-namespaces"});
    if (!listed) return Error(listed.error());
    std::vector<StoredPolicy> policies;
    if (!*listed) return policies;
    for (const auto& item : items_at(**listed, {"items"})) policies.push_back(read_policy(item));
    std::sort(policies.begin(), policies.end(),
              [](const StoredPolicy& a, const StoredPolicy& b) { return a.id < b.id; });
    return policies;
}

Result<std::vector<kube::Pod>> read_database_pods(const kube::Kubectl& kubectl) {
    // Not the twins of Poolers, which have these labels as well.
    return kubectl.pods({}, std::string(cnpg::cluster_label) + "," + cnpg::pod_role_label + ",!" + twin_run_label);
}

Result<Survey> survey(const backend::Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells,
                      const backend::ClusterOptions& options) {
    return Reader(tools, kubectl, shells, options).read();
}

}  // namespace pgreach::audit
