#include "world/cnpg_pods.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "kube/json.hpp"
#include "model/cnpg.hpp"
#include "model/cnpg_made.hpp"

namespace pgreach::world {
namespace {

using kube::at;
using yaml::Node;

bool is_cnpg(const manifest::Manifest& object, std::string_view kind) {
    return object.kind == kind && object.api_version.starts_with(cnpg::api_group);
}

void add_labels(const Node& object, std::initializer_list<std::string_view> path, Labels& labels) {
    const Node* map = at(object, path);
    for (size_t i = 0; map != nullptr && i < map->entries.size(); ++i) {
        labels[map->entries[i].key] = map->entries[i].value.text;
    }
}

size_t instances_of(const manifest::Manifest& object) {
    return static_cast<size_t>(
        std::clamp<std::int64_t>(kube::integer_at(object.document, {"spec", "instances"}, 1), 0, 1000));
}

Pods pods_with(Owner owner, std::string name, Labels labels, std::vector<NamedPort> ports) {
    Pods pods;
    pods.endpoint = {.name = std::move(name), .ns = owner.ns, .labels = std::move(labels), .named_ports = ports};
    pods.endpoint.service_account = owner.name;  // CNPG: pkg/specs/pods.go, pkg/specs/pgbouncer/deployments.go
    pods.workload.owner = std::move(owner);
    pods.workload.ports = std::move(ports);
    return pods;
}

class Derivation {
  public:
    Derivation(std::vector<Pods>& pods, World& world) : pods_(pods), world_(world) {
        for (const auto& known : pods) {
            there_.insert(known.workload.owner);
            const auto app = known.endpoint.labels.find(cnpg::app_label);
            operator_ = operator_ || (app != known.endpoint.labels.end() && app->second == cnpg::operator_app);
        }
    }

    void add_cluster(const manifest::Manifest& cluster);
    void add_pooler(const manifest::Manifest& pooler);
    void add_operator();

  private:
    void add_services(const manifest::Manifest& cluster);
    void add_service(const std::string& ns, const std::string& name, Labels selector);
    void add_job(const manifest::Manifest& cluster, int serial, const std::string& role);

    std::vector<Pods>& pods_;
    World& world_;
    std::set<Owner> there_;
    bool operator_ = false;
};

void Derivation::add_service(const std::string& ns, const std::string& name, Labels selector) {
    const auto known = [&](const KubernetesService& service) { return service.ns == ns && service.name == name; };
    if (std::none_of(world_.services.begin(), world_.services.end(), known)) {
        world_.services.push_back({.ns = ns, .name = name, .labels = {}, .selector = std::move(selector)});
    }
}

// Those that every Cluster has, unless it says no, and those that its spec.managed.services adds
// (pkg/specs/services.go).
void Derivation::add_services(const manifest::Manifest& cluster) {
    const std::string ns = namespace_of(cluster);
    std::set<std::string> disabled;
    for (const auto& type :
         kube::items_at(cluster.document, {"spec", "managed", "services", "disabledDefaultServices"})) {
        disabled.insert(type.text);
    }
    const auto& added = kube::items_at(cluster.document, {"spec", "managed", "services", "additional"});
    for (const auto& service : cnpg::cluster_services()) {
        const Labels selector = {{cnpg::cluster_label, cluster.name}, {service.label, service.value}};
        if (!disabled.contains(service.type)) add_service(ns, cluster.name + "-" + service.type, selector);
        for (const auto& more : added) {
            const std::string name = kube::text_at(more, {"serviceTemplate", "metadata", "name"});
            if (kube::text_at(more, {"selectorType"}) == service.type && !name.empty()) add_service(ns, name, selector);
        }
    }
}

// A pod that is there while an instance is made; whoever closes its way closes that.
void Derivation::add_job(const manifest::Manifest& cluster, int serial, const std::string& role) {
    const std::string name = cluster.name + "-" + std::to_string(serial) + "-" + role;
    const Owner owner{"Job", namespace_of(cluster), name};
    if (there_.contains(owner)) return;
    Labels labels = cnpg::job_labels(cluster.name, serial, role);
    add_labels(cluster.document, {"spec", "inheritedMetadata", "labels"}, labels);
    pods_.push_back(pods_with(owner, name, std::move(labels), {}));
    pods_.back().endpoint.service_account = cluster.name;
    pods_.back().workload.temporary = true;
}

void Derivation::add_cluster(const manifest::Manifest& cluster) {
    const Owner owner{"Cluster", namespace_of(cluster), cluster.name};
    add_services(cluster);
    const auto instances = static_cast<int>(instances_of(cluster));
    if (instances > 1) add_job(cluster, instances, cnpg::join_role);
    if (there_.contains(owner)) return;
    for (const auto& job : cnpg::bootstrap_jobs()) {
        const Node* field = at(cluster.document, {"spec"});
        for (const auto key : job.field) field = field == nullptr ? nullptr : field->find(std::string(key));
        if (!job.field.empty() && field == nullptr) continue;
        add_job(cluster, 1, job.role);
        break;
    }
    for (size_t i = 1; i <= instances_of(cluster); ++i) {
        const int serial = static_cast<int>(i);
        Labels labels = cnpg::instance_labels(cluster.name, serial, i == 1 ? cnpg::primary_role : cnpg::replica_role);
        add_labels(cluster.document, {"spec", "inheritedMetadata", "labels"}, labels);
        std::string name = cluster.name + "-" + std::to_string(serial);
        pods_.push_back(pods_with(owner, std::move(name), std::move(labels), cnpg::declared_instance_ports()));
    }
}

void Derivation::add_pooler(const manifest::Manifest& pooler) {
    const Owner owner{"Pooler", namespace_of(pooler), pooler.name};
    add_service(owner.ns, pooler.name, {{cnpg::pooler_name_label, pooler.name}});
    if (there_.contains(owner)) return;
    Labels labels = cnpg::pooler_labels(kube::text_at(pooler.document, {"spec", "cluster", "name"}), pooler.name);
    add_labels(pooler.document, {"spec", "template", "metadata", "labels"}, labels);
    pods_.push_back(pods_with(owner, pooler.name, std::move(labels), cnpg::declared_pooler_ports()));
    pods_.back().workload.pods = instances_of(pooler);
    pods_.back().of_template = true;
}

// As config/manager of CNPG installs it.
void Derivation::add_operator() {
    if (operator_) return;
    const Owner owner{"Deployment", cnpg::operator_namespace, "cnpg-controller-manager"};
    pods_.push_back(
        pods_with(owner, owner.name, cnpg::operator_labels(), {{"webhook-server", Protocol::tcp, cnpg::webhook_port}}));
    pods_.back().endpoint.service_account = "cnpg-manager";
    pods_.back().workload.assumed = true;
    pods_.back().of_template = true;
}

}  // namespace

void claim_for_cnpg(Pods& pods) {
    const auto& labels = pods.endpoint.labels;
    const auto label = [&labels](const char* key) {
        const auto found = labels.find(key);
        return found == labels.end() ? std::string() : found->second;
    };
    Owner& owner = pods.workload.owner;
    const std::string cluster = label(cnpg::cluster_label);
    if (cluster.empty()) return;
    if (const std::string pooler = label(cnpg::pooler_name_label); !pooler.empty()) {
        owner = {"Pooler", owner.ns, pooler};
    } else if (label(cnpg::job_role_label).empty() &&
               (label(cnpg::pod_role_label) == cnpg::instance_pod || !label(cnpg::instance_role_label).empty())) {
        owner = {"Cluster", owner.ns, cluster};
    }
}

void add_cnpg(const std::vector<manifest::Manifest>& objects, std::vector<Pods>& pods, World& world) {
    Derivation derivation(pods, world);
    bool any = false;
    for (const auto& object : objects) {
        if (is_cnpg(object, "Cluster")) derivation.add_cluster(object);
        if (is_cnpg(object, "Pooler")) derivation.add_pooler(object);
        any = any || is_cnpg(object, "Cluster");
    }
    if (any) derivation.add_operator();
}

}  // namespace pgreach::world
