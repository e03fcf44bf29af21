#include "lint/cnpg_facts.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/labels.hpp"
#include "lint/coverage.hpp"
#include "lint/selector_algebra.hpp"
#include "lint/synthetic.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using engine::Selector;

// What tells an instance from another, or from the cluster's other pods: CNPG's to give, not the policies'.
bool is_given_by_cnpg(const std::string& key) {
    return key.starts_with(cnpg::label_prefix) || key == cnpg::legacy_role_label;
}

bool has_cnpg_label(const Selector& selector) {
    return std::any_of(selector.requirements.begin(), selector.requirements.end(),
                       [](const auto& requirement) { return requirement.key.key.starts_with(cnpg::label_prefix); });
}

class Finder {
  public:
    explicit Finder(const Given& given) : given_(given) {}

    void look_for_home(const engine::Rule& rule) {
        facts_.operator_home = facts_.operator_home || is_operators(rule.subject);
    }
    void look_at(const PlacedRule& placed);
    void look_at(const World& world);
    Facts take();

  private:
    ClusterFacts& at(const std::string& ns, const std::string& cluster) {
        auto& facts = known_[{ns, cluster}];
        facts.ns = ns;
        facts.name = cluster;
        return facts;
    }
    void look_at_selector(const Selector& selector);
    void look_at_operator(const engine::Rule& rule, const Selector& peer);
    bool is_operators(const Selector& selector) const {
        return the_value(selector, engine::namespace_key) == given_.options.operator_namespace;
    }
    bool is_better_known(const ClusterFacts& candidate) const;

    const Given& given_;
    ClustersByName known_;
    Facts facts_;
    bool sign_ = false;             // something here is of CloudNativePG
    std::set<std::string> closed_;  // namespaces with a policy for all their pods
};

void Finder::look_at_selector(const Selector& selector) {
    sign_ = sign_ || has_cnpg_label(selector) || is_operators(selector);
    const Labels labels = demanded_labels(selector);
    const auto role = labels.find(cnpg::pod_role_label);
    const auto pooler = labels.find(cnpg::pooler_name_label);
    const std::string ns = the_value(selector, engine::namespace_key);
    if (pooler != labels.end() && labels.count(cnpg::cluster_label) > 0) {
        const std::string& cluster = labels.at(cnpg::cluster_label);
        auto& facts = at(ns, cluster);
        facts.conditions.insert(cnpg::Condition::pooler);
        facts.poolers[pooler->second].labels = cnpg::pooler_labels(cluster, pooler->second);
        return;
    }
    if (pooler != labels.end() || (role != labels.end() && role->second != cnpg::instance_pod)) return;
    const bool of_instances = role != labels.end() || labels.count(cnpg::instance_role_label) > 0;
    if (!of_instances && labels.count(cnpg::cluster_label) == 0) return;
    auto& facts = at(ns, the_value(selector, cnpg::cluster_label));
    if (labels.count(cnpg::job_role_label) > 0) return;
    for (const auto& [key, value] : labels) {
        if (!is_given_by_cnpg(key)) facts.labels.emplace(key, value);
    }
}

// Somebody who lets the operator in, or out to somebody on that port, has instances.
void Finder::look_at_operator(const engine::Rule& rule, const Selector& peer) {
    if (rule.any_port || !may_have_port(rule, Protocol::tcp, cnpg::status_port)) return;
    const bool inward = rule.direction == engine::Direction::ingress;
    const Selector& database = inward ? rule.subject : peer;
    const std::string ns = the_value(database, engine::namespace_key);
    if (is_operators(inward ? peer : rule.subject) && !ns.empty() && !is_operators(database)) at(ns, "");
}

void Finder::look_at(const PlacedRule& placed) {
    const auto& rule = *placed.rule;
    if (rule.for_nodes) return;
    look_at_selector(rule.subject);
    const std::string ns = the_value(rule.subject, engine::namespace_key);
    if (rule.subject.requirements.size() == 1 && !ns.empty() && !is_operators(rule.subject)) closed_.insert(ns);
    if (rule.deny) return;
    for (const auto& peer : rule.peers) {
        const auto* selector = pods_of(placed, peer);
        if (selector == nullptr) continue;
        look_at_selector(*selector);
        look_at_operator(rule, *selector);
    }
}

void Finder::look_at(const World& world) {
    sign_ = true;
    for (const auto& pod : world.endpoints) {
        const auto role = pod.labels.find(cnpg::pod_role_label);
        const auto cluster = pod.labels.find(cnpg::cluster_label);
        if (role == pod.labels.end() || cluster == pod.labels.end()) continue;
        auto& facts = at(pod.ns, cluster->second);
        if (role->second == cnpg::instance_pod) {
            facts.labels.insert(pod.labels.begin(), pod.labels.end());
        } else if (role->second == cnpg::pooler_pod) {
            facts.conditions.insert(cnpg::Condition::pooler);
            const auto name = pod.labels.find(cnpg::pooler_name_label);
            facts.poolers[name == pod.labels.end() ? pod.name : name->second].labels = pod.labels;
        }
    }
}

// A cluster by name says more than "some cluster there", and one in a namespace more than one anywhere.
bool Finder::is_better_known(const ClusterFacts& candidate) const {
    return std::any_of(known_.begin(), known_.end(), [&candidate](const auto& entry) {
        const auto& [ns, cluster] = entry.first;
        const bool named = candidate.name.empty() && !cluster.empty();
        const bool placed = candidate.ns.empty() && !ns.empty();
        return (named && (placed || ns == candidate.ns)) || (placed && cluster == candidate.name);
    });
}

Facts Finder::take() {
    const auto& objects = given_.others;
    sign_ = sign_ || std::any_of(objects.begin(), objects.end(), is_of_cnpg);
    ClustersByName told = given_.options.world ? ClustersByName() : known_;
    read_objects(objects, told, facts_);
    for (auto& [key, facts] : told) {
        const auto seen = known_.find(key);
        if (given_.options.world && seen == known_.end()) continue;  // not in this world
        if (seen != known_.end()) {
            facts.labels.insert(seen->second.labels.begin(), seen->second.labels.end());
            facts.poolers.insert(seen->second.poolers.begin(), seen->second.poolers.end());
        }
        known_[key] = facts;
    }
    if (known_.empty() && sign_ && !given_.options.world) {
        for (const auto& ns : closed_) at(ns, "").certain = false;
    }
    for (const auto& [key, facts] : known_) {
        if (!is_better_known(facts)) facts_.clusters.push_back(facts);
    }
    return std::move(facts_);
}

}  // namespace

std::string ClusterFacts::text() const {
    const std::string named = is_unknown(ns) ? " in a namespace that no file tells" : " in namespace " + ns;
    const std::string where = ns.empty() ? "" : named;
    if (!name.empty()) return "cluster " + name + where;
    return "any cluster" + where + (certain ? "" : ", if there is one");
}

std::string ClusterFacts::home() const {
    return ns.empty() ? unknown_namespace("") : ns;
}

Facts find_facts(const Given& given) {
    Finder finder(given);
    for (const auto& placed : given.rules) {
        finder.look_for_home(*placed.rule);
        if (!given.options.world) finder.look_at(placed);
    }
    if (given.options.world) finder.look_at(*given.options.world);
    return finder.take();
}

}  // namespace pgreach::lint
