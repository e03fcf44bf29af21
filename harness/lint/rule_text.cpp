#include "lint/rule_text.hpp"

#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "manifest/cidr.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Party;
using engine::Direction;
using engine::Operator;
using engine::Selector;

bool is_of_cluster(Party party) {
    return party == Party::primary || party == Party::replica || party == Party::instance || party == Party::join_job ||
           party == Party::bootstrap_job;
}

void add_cluster(Selector& selector, const std::string& name) {
    const auto key = engine::k8s(cnpg::cluster_label);
    if (name.empty()) {
        selector.require(key, Operator::exists);
    } else {
        selector.require(key, name);
    }
}

void add_role(Selector& selector, Party party) {
    if (party == Party::join_job || party == Party::bootstrap_job) {
        selector.require(engine::k8s(cnpg::job_role_label), Operator::exists);
    } else {
        selector.require(engine::k8s(cnpg::pod_role_label), cnpg::instance_pod);
    }
}

// In words of one kind of policy.
class RuleWriter {
  public:
    RuleWriter(const Gap& gap, bool cilium, std::string ns, bool precise)
        : gap_(gap), cilium_(cilium), ns_(std::move(ns)), precise_(precise) {}

    // "{fromEndpoints: …, toPorts: …}"; empty where this kind cannot say it.
    std::string rule() const;

  private:
    bool inward() const { return gap_.direction == Direction::ingress; }
    std::string side() const { return inward() ? "from" : "to"; }
    std::string peer() const;
    std::string pods(const Selector& selector, const std::string& ns) const;
    std::string peer_namespace() const;
    std::string address() const;
    std::string ports() const;
    static std::string usual_api_server_ports();

    const Gap& gap_;
    bool cilium_;
    std::string ns_;  // of the policy; empty for a clusterwide one
    bool precise_;
};

std::string RuleWriter::pods(const Selector& selector, const std::string& where) const {
    const std::string text = selector_text(selector);
    const std::string ns = is_unknown(where) && where != ns_ ? "NAMESPACE" : where;
    if (!cilium_) {
        std::vector<std::string> parts;
        if (ns != ns_)
            parts.push_back("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + quoted(ns) + "}}");
        if (text != "{}" || parts.empty()) parts.push_back("podSelector: " + text);
        return side() + ": [{" + join(parts, ", ") + "}]";
    }
    const std::string labels = std::string(engine::namespace_key) + ": " + quoted(ns);
    if (ns == ns_ || ns.empty()) return side() + "Endpoints: [" + text + "]";
    if (text == "{}") return side() + "Endpoints: [{matchLabels: {" + labels + "}}]";
    constexpr std::string_view begin = "{matchLabels: {";
    if (text.starts_with(begin)) {
        return side() + "Endpoints: [" + std::string(begin) + labels + ", " + text.substr(begin.size()) + "]";
    }
    return side() + "Endpoints: [{matchLabels: {" + labels + "}, " + text.substr(1) + "]";
}

// Where a clusterwide policy is the only one to name the cluster, its namespace is not known.
std::string RuleWriter::peer_namespace() const {
    const bool own = is_of_cluster(gap_.peer_party) || gap_.peer_party == Party::pooler;
    return own && gap_.cluster->ns.empty() ? std::string() : gap_.peer->ns;
}

// Of an object store or a source outside the cluster.
std::string RuleWriter::address() const {
    const std::string& host = gap_.peer->address.host;
    if (const auto block = manifest::parse_address_or_cidr(host)) {
        const std::string text = quoted(host + (block->v6 ? "/128" : "/32"));
        return cilium_ ? side() + "CIDR: [" + text + "]" : side() + ": [{ipBlock: {cidr: " + text + "}}]";
    }
    if (!cilium_) return {};
    if (!host.starts_with("*.")) return "toFQDNs: [{matchName: " + quoted(host) + "}]";
    // An asterisk stands for no dot: names of two to four labels before the provider's domain.
    std::vector<std::string> patterns;
    for (std::string pattern = host; patterns.size() < 4; pattern = "*." + pattern) {
        patterns.push_back("{matchPattern: \"" + pattern + "\"}");
    }
    return "toFQDNs: [" + join(patterns, ", ") + "]";
}

std::string RuleWriter::peer() const {
    switch (gap_.peer_party) {
        case Party::api_server:
            return cilium_ ? side() + "Entities: [kube-apiserver]" : "";
        case Party::kubelet:
            return cilium_ ? side() + "Entities: [host]" : "";
        case Party::object_store:
        case Party::source:
            if (gap_.peer->ns.empty()) return address();
            [[fallthrough]];
        default:
            return pods(selector_of(gap_.peer_party, *gap_.peer, *gap_.cluster, precise_), peer_namespace());
    }
}

// Where API servers listen: managed ones, kubeadm's, minikube's, MicroK8s'.
std::string RuleWriter::usual_api_server_ports() {
    std::vector<std::string> ports;
    for (const char* port : {"443", "6443", "8443", "16443"}) {
        ports.push_back("{port: \"" + std::string(port) + "\", protocol: TCP}");
    }
    return ", toPorts: [{ports: [" + join(ports, ", ") + "]}]";
}

std::string RuleWriter::ports() const {
    if (gap_.peer_party == Party::api_server && !inward()) return precise_ ? usual_api_server_ports() : "";
    const int number = gap_.need->port != 0 ? gap_.need->port : gap_.peer->address.port;
    const std::string port = std::to_string(number);
    if (gap_.need->protocol == Protocol::udp && precise_) {
        if (!cilium_) return ", ports: [{port: " + port + ", protocol: UDP}]";
        return ", toPorts: [{ports: [{port: \"" + port + "\", protocol: UDP}]}]";
    }
    if (gap_.need->protocol == Protocol::udp) {
        if (!cilium_) return ", ports: [{port: " + port + ", protocol: UDP}, {port: " + port + ", protocol: TCP}]";
        return ", toPorts: [{ports: [{port: \"" + port + "\", protocol: ANY}]}]";
    }
    if (!cilium_) return ", ports: [{port: " + port + ", protocol: TCP}]";
    return ", toPorts: [{ports: [{port: \"" + port + "\", protocol: TCP}]}]";
}

std::string RuleWriter::rule() const {
    if (cilium_ && gap_.peer_party == Party::dns && gap_.uses_names) return learn_names_rule;
    const std::string who = peer();
    return who.empty() ? std::string() : "{" + who + ports() + "}";
}

}  // namespace

Selector selector_of(Party party, const Participant& participant, const ClusterFacts& cluster, bool precise) {
    Selector selector;
    if (is_of_cluster(party)) add_cluster(selector, cluster.name);
    if (is_of_cluster(party) && precise) add_role(selector, party);
    if (party == Party::controller && !precise) return selector;
    for (const auto& [key, value] : participant.selected_by) selector.require(engine::k8s(key), value);
    return selector;
}

std::vector<std::string> rules_for(const Gap& gap, bool cilium, const std::string& ns, bool precise) {
    std::vector<std::string> rules = {RuleWriter(gap, cilium, ns, precise).rule()};
    if (rules.front().empty()) return {};
    if (rules.front().starts_with("{toFQDNs") && !gap.learns_names) rules.emplace_back(learn_names_rule);
    return rules;
}

}  // namespace pgreach::lint
