#include "docs/peers.hpp"

#include <algorithm>
#include <map>

#include "docs/near_misses.hpp"
#include "engine/examine.hpp"
#include "lint/synthetic.hpp"
#include "manifest/kinds.hpp"
#include "model/cnpg.hpp"

namespace pgreach::docs {
namespace {

constexpr const char* other_namespace = "other";
constexpr const char* example_cluster = "cluster-example";
constexpr const char* outside_address = "203.0.113.7/32";
constexpr size_t most_peers = 40;

// A selector of what Cilium knows otherwise than by the labels of pods: an entity, names, groups of blocks.
bool is_of_pods(const engine::Selector& selector) {
    return std::all_of(selector.requirements.begin(), selector.requirements.end(), [](const auto& requirement) {
        return requirement.key.source == "any" || requirement.key.source == "k8s";
    });
}

std::vector<engine::Rule> rules_of(const std::vector<manifest::Manifest>& policies, const engine::Cilium& cilium) {
    std::vector<engine::Rule> rules;
    for (const auto& policy : policies) {
        auto examination = engine::examine(policy, FieldValidation::ignore, cilium);
        std::move(examination.rules.begin(), examination.rules.end(), std::back_inserter(rules));
    }
    return rules;
}

class Deriver {
  public:
    Deriver(const std::vector<manifest::Manifest>& policies, std::string name, const engine::Cilium& cilium)
        : rules_(rules_of(policies, cilium)) {
        result_.name = std::move(name);
        ns_ = policies.empty() ? "default" : manifest::applied_namespace(policies[0], "default");
        if (ns_.empty()) ns_ = "default";
    }

    Participants derive() {
        make_instances();
        add("operator", cnpg::operator_namespace, cnpg::operator_labels());
        result_.members.back().status_path = "/pg/status";
        for (const auto& rule : rules_) add_peers_of(rule);
        add("plain", ns_, {{"app", "plain"}});
        add("plain-in-other", other_namespace, {{"app", "plain"}});
        result_.members.push_back({Endpoint{.name = "node", .kind = EndpointKind::host}});
        add_address("outside", outside_address);
        result_.ports = ports_of(rules_);
        return std::move(result_);
    }

  private:
    // What the policies select, or where they are about egress whom they let it reach.
    void make_instances() {
        Labels worn;
        std::string ns = ns_;
        World ignored;
        const auto wear = [&](const engine::Selector& selector) {
            if (!is_of_pods(selector)) return;
            const auto pod = lint::demanded_pod(selector, "", ns_, ignored);
            ns = pod.ns;
            for (const auto& label : pod.labels) worn.insert(label);
        };
        for (const auto& rule : rules_) {
            if (rule.direction == engine::Direction::ingress && !rule.for_nodes) wear(rule.subject);
        }
        for (const auto& rule : rules_) {
            if (rule.direction != engine::Direction::egress || !worn.empty()) continue;
            for (const auto& peer : rule.peers) {
                if (const auto* selector = std::get_if<engine::Selector>(&peer.what)) wear(*selector);
            }
        }
        const auto named = worn.find(cnpg::cluster_label);
        result_.cluster = named == worn.end() ? example_cluster : named->second;
        for (const auto* role : {cnpg::primary_role, cnpg::replica_role}) {
            Labels labels = worn;
            const int serial = role == cnpg::primary_role ? 1 : 2;
            for (const auto& label : cnpg::instance_labels(result_.cluster, serial, role)) labels.insert(label);
            Participant instance{Endpoint{.name = role, .ns = ns, .labels = std::move(labels)}};
            instance.instance = serial == 1 ? InstanceRole::primary : InstanceRole::replica;
            result_.members.push_back(std::move(instance));
        }
    }

    void add_peers_of(const engine::Rule& rule) {
        if (rule.direction == engine::Direction::egress && !rule.for_nodes) add_pods("selected", rule.subject);
        if (rule.direction != engine::Direction::ingress) return;
        for (const auto& peer : rule.peers) {
            if (const auto* selector = std::get_if<engine::Selector>(&peer.what)) {
                add_pods("peer", *selector);
            } else if (const auto* block = std::get_if<engine::CidrPeer>(&peer.what)) {
                add_addresses(*block);
            }
        }
    }

    // One that matches, and those that nearly do.
    void add_pods(const std::string& kind, const engine::Selector& selector) {
        if (!is_of_pods(selector)) return;
        World ignored;
        const auto pod = lint::demanded_pod(selector, "", ns_, ignored);
        const std::string name = kind + "-" + std::to_string(++numbers_[kind]);
        add(name, pod.ns, pod.labels);
        for (const auto& miss : near_misses_of(pod.labels)) add(name + "-" + miss.what, pod.ns, miss.labels);
        add(name + "-in-other", pod.ns == other_namespace ? ns_ : other_namespace, pod.labels);
    }

    void add_addresses(const engine::CidrPeer& peer) {
        const std::string name = "address-" + std::to_string(++numbers_["address"]);
        if (const auto inside = address_in(peer.block, peer.except)) add_address(name, *inside);
        for (const auto& exception : peer.except) {
            if (const auto left_out = address_in(exception, {})) add_address(name + "-left-out", *left_out);
        }
    }

    // Not where there is one like it already, or there are enough.
    void add(const std::string& name, const std::string& ns, const Labels& labels) {
        if (result_.members.size() >= most_peers || !is_possible(ns, labels)) return;
        const auto same = [&](const Participant& other) {
            return other.endpoint.kind == EndpointKind::pod && other.endpoint.ns == ns &&
                   other.endpoint.labels == labels;
        };
        if (std::any_of(result_.members.begin(), result_.members.end(), same)) return;
        result_.members.push_back({Endpoint{.name = name, .ns = ns, .labels = labels}});
    }
    void add_address(const std::string& name, const std::string& address) {
        const auto same = [&](const Participant& other) {
            return other.endpoint.cidr == address || other.endpoint.name == name;
        };
        if (std::any_of(result_.members.begin(), result_.members.end(), same)) return;
        result_.members.push_back({Endpoint{.name = name, .kind = EndpointKind::cidr, .cidr = address}});
    }

    std::vector<engine::Rule> rules_;
    std::string ns_;
    std::map<std::string, int> numbers_;
    Participants result_;
};

}  // namespace

Participants derive_participants(const std::vector<manifest::Manifest>& policies, const std::string& name,
                                 const engine::Cilium& cilium) {
    return Deriver(policies, name, cilium).derive();
}

}  // namespace pgreach::docs
