#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "engine/labels.hpp"
#include "lint/coverage.hpp"
#include "lint/instances.hpp"
#include "lint/selector_algebra.hpp"
#include "lint/synthetic.hpp"

namespace pgreach::lint {
namespace {

using engine::Selector;

// What tells an instance from another, or from the cluster's other pods: CNPG's to give, not the policies'.
bool is_of_cnpg(const std::string& key) {
    return key.starts_with("cnpg.io/") || key == "role";
}

class Finder {
  public:
    explicit Finder(const Given& given) : given_(given) {}

    void look_at(const engine::Rule& rule);
    void look_at(const manifest::Manifest& object);
    void look_at(const World& world);
    std::vector<Instances> take();

  private:
    using Key = std::pair<std::string, std::string>;  // namespace, cluster

    Instances& at(const std::string& ns, const std::string& cluster) {
        auto& instances = known_[{ns, cluster}];
        instances.ns = ns;
        instances.cluster = cluster;
        return instances;
    }
    void look_at_selector(const Selector& selector);
    void look_at_operator(const engine::Rule& rule, const Selector& peer);
    bool is_better_known(const Instances& candidate) const;

    const Given& given_;
    std::map<Key, Instances> known_;
    std::set<std::string> closed_;  // namespaces with a policy for all their pods
};

void Finder::look_at_selector(const Selector& selector) {
    const Labels labels = demanded_labels(selector);
    const auto role = labels.find(cnpg::pod_role_label);
    if (role != labels.end() && role->second != "instance") return;
    const bool of_instances = role != labels.end() || labels.count(cnpg::instance_role_label) > 0;
    if (!of_instances && labels.count(cnpg::cluster_label) == 0) return;
    auto& instances = at(the_value(selector, engine::namespace_key), the_value(selector, cnpg::cluster_label));
    for (const auto& [key, value] : labels) {
        if (!is_of_cnpg(key)) instances.labels.emplace(key, value);
    }
}

// Somebody who lets the operator in has instances.
void Finder::look_at_operator(const engine::Rule& rule, const Selector& peer) {
    if (the_value(peer, engine::namespace_key) != given_.options.operator_namespace) return;
    if (may_have_port(rule, Protocol::tcp, cnpg::status_port)) at(the_value(rule.subject, engine::namespace_key), "");
}

void Finder::look_at(const engine::Rule& rule) {
    look_at_selector(rule.subject);
    const std::string ns = the_value(rule.subject, engine::namespace_key);
    if (rule.subject.requirements.size() == 1 && !ns.empty()) closed_.insert(ns);
    if (rule.direction != engine::Direction::ingress || rule.deny) return;
    for (const auto& peer : rule.peers) {
        const auto* selector = std::get_if<Selector>(&peer.what);
        if (selector == nullptr) continue;
        look_at_selector(*selector);
        look_at_operator(rule, *selector);
    }
}

void Finder::look_at(const manifest::Manifest& object) {
    if (object.kind != "Cluster" || !object.api_version.starts_with("postgresql.cnpg.io/")) return;
    auto& instances = at(object.ns.empty() ? "default" : object.ns, object.name);
    const yaml::Node* spec = object.document.find("spec");
    if (spec == nullptr) return;
    if (const yaml::Node* count = spec->find("instances")) instances.replicate = count->as_integer().value_or(2) > 1;
    const yaml::Node* inherited = spec->find("inheritedMetadata");
    const yaml::Node* labels = inherited == nullptr ? nullptr : inherited->find("labels");
    if (labels == nullptr) return;
    for (const auto& entry : labels->entries) instances.labels[entry.key] = entry.value.text;
}

void Finder::look_at(const World& world) {
    for (const auto& pod : world.endpoints) {
        const auto role = pod.labels.find(cnpg::pod_role_label);
        const auto cluster = pod.labels.find(cnpg::cluster_label);
        if (role == pod.labels.end() || role->second != "instance" || cluster == pod.labels.end()) continue;
        at(pod.ns, cluster->second).labels.insert(pod.labels.begin(), pod.labels.end());
    }
}

// A cluster by name says more than "some cluster there", and one in a namespace more than one anywhere.
bool Finder::is_better_known(const Instances& candidate) const {
    return std::any_of(known_.begin(), known_.end(), [&candidate](const auto& entry) {
        const auto& [ns, cluster] = entry.first;
        const bool named = candidate.cluster.empty() && !cluster.empty();
        const bool placed = candidate.ns.empty() && !ns.empty();
        return (named && (placed || ns == candidate.ns)) || (placed && cluster == candidate.cluster);
    });
}

std::vector<Instances> Finder::take() {
    if (known_.empty() && !given_.options.world) {
        for (const auto& ns : closed_) at(ns, "").certain = false;
    }
    std::vector<Instances> result;
    for (const auto& [key, instances] : known_) {
        if (!is_better_known(instances)) result.push_back(instances);
    }
    return result;
}

}  // namespace

std::string Instances::text() const {
    const std::string where = ns.empty() ? "" : " in namespace " + ns;
    if (!cluster.empty()) return "the instances of " + cluster + where;
    return "CloudNativePG's instances" + where + (certain ? "" : ", if there are any,");
}

Endpoint Instances::pod(bool primary) const {
    const std::string name = cluster.empty() ? "cluster" : cluster;
    const std::string role = primary ? "primary" : "replica";
    Endpoint pod{.name = role, .ns = ns.empty() ? "default" : ns, .labels = labels};
    pod.labels["app.kubernetes.io/name"] = "postgresql";
    pod.labels["app.kubernetes.io/instance"] = name;
    pod.labels["app.kubernetes.io/component"] = "database";
    pod.labels["app.kubernetes.io/managed-by"] = "cloudnative-pg";
    pod.labels[cnpg::cluster_label] = name;
    pod.labels[cnpg::pod_role_label] = "instance";
    pod.labels["cnpg.io/instanceName"] = name + (primary ? "-1" : "-2");
    pod.labels[cnpg::instance_role_label] = role;
    pod.labels["role"] = role;
    return pod;
}

std::vector<Instances> find_instances(const Given& given) {
    Finder finder(given);
    if (given.options.world) {
        finder.look_at(*given.options.world);
    } else {
        for (const auto& placed : given.rules) finder.look_at(*placed.rule);
        for (const auto& object : given.others) finder.look_at(object);
    }
    return finder.take();
}

}  // namespace pgreach::lint
