#include "world/pods.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "kube/json.hpp"
#include "model/cnpg.hpp"
#include "model/names.hpp"

namespace pgreach::world {
namespace {

using kube::at;
using kube::integer_at;
using kube::items_at;
using kube::text_at;
using yaml::Node;

constexpr const char* template_hash = "pod-template-hash";

Labels labels_of(const Node& object) {
    Labels labels;
    const Node* map = at(object, {"metadata", "labels"});
    for (size_t i = 0; map != nullptr && i < map->entries.size(); ++i) {
        labels[map->entries[i].key] = map->entries[i].value.text;
    }
    return labels;
}

// The one that looks after the object, where there is one.
const Node* controller_of(const Node& object) {
    for (const auto& owner : items_at(object, {"metadata", "ownerReferences"})) {
        if (kube::boolean_at(owner, {"controller"})) return &owner;
    }
    return nullptr;
}

// Containers of init that stay (sidecars) count as any other; those that end declare no ports, as a rule.
std::vector<NamedPort> ports_of(const Node& spec) {
    std::vector<NamedPort> ports;
    for (const char* list : {"containers", "initContainers"}) {
        for (const auto& container : items_at(spec, {list})) {
            for (const auto& port : items_at(container, {"ports"})) {
                const auto protocol = from_string<Protocol>(text_at(port, {"protocol"})).value_or(Protocol::tcp);
                const auto number = integer_at(port, {"containerPort"});
                if (number > 0 && number <= 65535) {
                    ports.push_back({text_at(port, {"name"}), protocol, static_cast<int>(number)});
                }
            }
        }
    }
    std::sort(ports.begin(), ports.end());
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    return ports;
}

// `pod`: a Pod, or what stands below `template`.
Pods pods_of(const Node& pod, Owner owner) {
    Pods pods;
    pods.endpoint.name = owner.name;
    pods.endpoint.ns = owner.ns;
    pods.endpoint.labels = labels_of(pod);
    pods.workload.owner = std::move(owner);
    const Node* spec = at(pod, {"spec"});
    if (spec == nullptr) return pods;
    for (const char* field : {"serviceAccount", "serviceAccountName"}) {  // the first is the older name
        if (auto account = text_at(*spec, {field}); !account.empty()) pods.endpoint.service_account = account;
    }
    pods.workload.ports = ports_of(*spec);
    for (const auto& port : pods.workload.ports) {
        if (!port.name.empty()) pods.endpoint.named_ports.push_back(port);
    }
    pods.on_host_network = kube::boolean_at(*spec, {"hostNetwork"});
    return pods;
}

// The CronJob that made a Job names it after itself and the minute, of eight digits since 1989: getJobName,
// pkg/controller/cronjob/utils.go.
bool is_of_cron_job(const Owner& owner) {
    const size_t dash = owner.name.rfind('-');
    return owner.kind == "Job" && dash != std::string::npos && dash > 0 && owner.name.size() - dash > 8 &&
           owner.name.find_first_not_of("0123456789", dash + 1) == std::string::npos;
}

// A ReplicaSet is named after its Deployment and the hash of the template.
Owner owner_of_pod(const manifest::Manifest& pod) {
    const Node* controller = controller_of(pod.document);
    if (controller == nullptr) return {"Pod", namespace_of(pod), pod.name};
    Owner owner{text_at(*controller, {"kind"}), namespace_of(pod), text_at(*controller, {"name"})};
    const std::string hash = "-" + text_at(pod.document, {"metadata", "labels", template_hash});
    if (owner.kind == "ReplicaSet" && hash.size() > 1 && owner.name.ends_with(hash)) {
        owner.kind = "Deployment";
        owner.name.resize(owner.name.size() - hash.size());
    }
    if (is_of_cron_job(owner)) owner = {"CronJob", owner.ns, owner.name.substr(0, owner.name.rfind('-'))};
    return owner;
}

Pods read_pod(const manifest::Manifest& pod) {
    Pods pods = pods_of(pod.document, owner_of_pod(pod));
    pods.endpoint.name = pod.name;
    pods.endpoint.ip = text_at(pod.document, {"status", "podIP"});
    return pods;
}

// What a pod is made from: of most kinds, of a CronJob, and of a PodTemplate.
const Node* template_in(const Node& object) {
    for (const auto& path : {std::initializer_list<std::string_view>{"spec", "template"},
                             {"spec", "jobTemplate", "spec", "template"},
                             {"template"}}) {
        const Node* found = at(object, path);
        if (found != nullptr && !items_at(*found, {"spec", "containers"}).empty()) return found;
    }
    return nullptr;
}

bool has_ended(const manifest::Manifest& pod) {
    const std::string phase = text_at(pod.document, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

}  // namespace

std::vector<Pods> read_pods(const std::vector<manifest::Manifest>& objects) {
    std::vector<Pods> all;
    std::set<Owner> there;
    for (const auto& object : objects) {
        if (object.kind != "Pod" || object.api_version != "v1" || has_ended(object)) continue;
        there.insert(all.emplace_back(read_pod(object)).workload.owner);
    }
    for (const auto& object : objects) {
        if (object.api_version.starts_with(cnpg::api_group)) continue;  // what those make, world/cnpg_pods.hpp knows
        const Node* pod_template = template_in(object.document);
        if (pod_template == nullptr || controller_of(object.document) != nullptr) continue;
        Owner owner{object.kind, namespace_of(object), object.name};
        if (there.contains(owner)) continue;
        Pods pods = pods_of(*pod_template, std::move(owner));
        pods.of_template = true;
        pods.workload.pods =
            static_cast<size_t>(std::max<std::int64_t>(0, integer_at(object.document, {"spec", "replicas"}, 1)));
        all.push_back(std::move(pods));
    }
    return all;
}

}  // namespace pgreach::world
