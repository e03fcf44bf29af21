#include "lint/cnpg_world.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/labels.hpp"
#include "lint/addresses.hpp"
#include "lint/coverage.hpp"
#include "lint/selector_algebra.hpp"
#include "lint/synthetic.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Condition;
using cnpg::Party;
using engine::Direction;
using engine::Selector;

constexpr int dns_port = 53;

// Where DNS answers: kubeadm's and most others' CoreDNS, OpenShift's.
const std::vector<Endpoint> usual_dns = {
    {.name = {}, .ns = "kube-system", .labels = {{"k8s-app", "kube-dns"}, {"app.kubernetes.io/name", "coredns"}}},
    {.name = {}, .ns = "openshift-dns", .labels = {{"dns.operator.openshift.io/daemonset-dns", "default"}}}};

// What rules are looked through for, to learn of pods that nobody else names.
struct Asked {
    Direction direction;
    Protocol protocol;
    int port;
};

class Builder {
  public:
    Builder(const Given& given, const Facts& facts, const ClusterFacts& cluster,
            const std::vector<const PlacedRule*>& rules)
        : given_(given), facts_(facts), cluster_(cluster), rules_(rules) {
        small_.world.named_ports = cnpg::instance_ports();
        if (given.options.world) small_.world.namespaces = given.options.world->namespaces;
    }

    void add_cluster();
    void add_operator();
    void add_nodes_and_addresses();
    void add_dns();
    void add_prometheus();
    void add_addressed();
    SmallWorld take() { return std::move(small_); }

  private:
    bool add_instances_behind(Participant& to);
    size_t add(Endpoint endpoint);
    size_t add_pod(const std::string& ns, Labels labels) {
        return add({.name = {}, .ns = ns, .labels = std::move(labels)});
    }
    Participant& join(Party party, std::string text, size_t pod);
    using Plausible = std::function<bool(const Selector&, bool by_port)>;
    void add_possible(Participant& participant, const Asked& asked, const Plausible& plausible);
    std::string ns() const { return cluster_.home(); }

    const Given& given_;
    const Facts& facts_;
    const ClusterFacts& cluster_;
    const std::vector<const PlacedRule*>& rules_;
    SmallWorld small_;
    std::vector<size_t> nodes_;
    std::vector<size_t> outside_;  // an address of each block that a rule names, and the world
};

size_t Builder::add(Endpoint endpoint) {
    endpoint.name = std::to_string(small_.world.endpoints.size());
    small_.world.endpoints.push_back(std::move(endpoint));
    return small_.world.endpoints.size() - 1;
}

// A pod that is certain.
Participant& Builder::join(Party party, std::string text, size_t pod) {
    const Endpoint& endpoint = small_.endpoint(pod);
    auto& all = small_.parties[party];
    all.push_back({std::move(text), {pod}, {pod}});
    all.back().ns = endpoint.ns;
    return all.back();
}

void Builder::add_cluster() {
    const std::string name = cluster_.name.empty() ? "cluster" : cluster_.name;
    const auto instance = [&](int serial, const char* role) {
        Labels labels = cnpg::instance_labels(name, serial, role);
        labels.insert(cluster_.labels.begin(), cluster_.labels.end());
        return add_pod(ns(), labels);
    };
    const size_t primary = instance(1, cnpg::primary_role);
    const size_t replica = instance(2, cnpg::replica_role);
    const bool several = cluster_.has(Condition::replicas);
    join(Party::primary, cnpg::to_text(Party::primary), primary);
    join(Party::replica, cnpg::to_text(Party::replica), replica);
    join(Party::instance, cnpg::to_text(Party::instance), primary);
    if (several) join(Party::instance, cnpg::to_text(Party::instance), replica);
    join(Party::join_job, cnpg::to_text(Party::join_job), add_pod(ns(), cnpg::job_labels(name, 3, "join")));
    join(Party::bootstrap_job, cnpg::to_text(Party::bootstrap_job), add_pod(ns(), cnpg::job_labels(name, 1, "initdb")));
    for (const auto& [pooler, about] : cluster_.poolers) {
        auto& added = join(Party::pooler, cnpg::to_text(Party::pooler) + " " + pooler, add_pod(ns(), about.labels));
        added.selected_by = {{cnpg::pooler_name_label, pooler}};
        added.only_under = {Condition::pooler};
        if (about.monitored) added.only_under.insert(Condition::pooler_monitored);
    }
}

// As the world has it; else as CNPG installs it, and the pods of other namespaces that rules let in.
void Builder::add_operator() {
    const std::string& home = given_.options.operator_namespace;
    const auto is_operator = [](const Endpoint& pod) {
        const auto name = pod.labels.find(cnpg::app_label);
        return name != pod.labels.end() && name->second == cnpg::operator_app;
    };
    Participant controller{cnpg::to_text(Party::controller) + " (namespace " + home + ")"};
    controller.ns = home;
    controller.selected_by = cnpg::operator_labels();
    if (given_.options.world) {
        for (const auto& pod : given_.options.world->endpoints) {
            if (is_operator(pod)) controller.governed.push_back(add(pod));
        }
    }
    if (controller.governed.empty()) controller.governed = {add_pod(home, cnpg::operator_labels())};
    controller.may_be = controller.governed;
    const auto may_be_operator = [this](const Selector& peer, bool by_port) {
        const Labels labels = demanded_labels(peer);
        const bool whole = labels.empty() || labels == cnpg::operator_labels();
        return the_value(peer, engine::namespace_key) != ns() && (by_port || whole);
    };
    if (!given_.options.operator_is_known) {
        add_possible(controller, {Direction::ingress, Protocol::tcp, cnpg::status_port}, may_be_operator);
    }
    small_.parties[Party::controller] = {std::move(controller)};
    auto& plugin = join(Party::plugin, cnpg::to_text(Party::plugin), add_pod(home, cnpg::barman_plugin_labels()));
    plugin.selected_by = cnpg::barman_plugin_labels();
}

// Pods that rules name for this port, or for every port: who they are, nobody else knows.
void Builder::add_possible(Participant& participant, const Asked& asked, const Plausible& plausible) {
    std::set<Selector> peers;
    for (const auto* placed : rules_) {
        const auto& rule = *placed->rule;
        if (rule.direction != asked.direction || rule.deny || !may_have_port(rule, asked.protocol, asked.port))
            continue;
        for (const auto& peer : rule.peers) {
            const auto* selector = pods_of(*placed, peer);
            if (selector == nullptr) continue;
            if (!demands(*selector, cnpg::cluster_label) && plausible(*selector, !rule.any_port)) {
                peers.insert(*selector);
            }
        }
    }
    for (const auto& peer : peers) {
        Endpoint pod = demanded_pod(peer, {}, "elsewhere", small_.world);
        for (const auto& label : participant.selected_by) pod.labels.insert(label);
        participant.may_be.push_back(add(std::move(pod)));
    }
}

void Builder::add_nodes_and_addresses() {
    const size_t host = add({.name = {}, .kind = EndpointKind::host});
    const size_t remote = add({.name = {}, .kind = EndpointKind::remote_node});
    const size_t api_server = add({.name = {}, .kind = EndpointKind::kube_apiserver});
    nodes_ = {host, remote};
    outside_ = {add({.name = {}, .kind = EndpointKind::world})};
    std::set<std::string> addresses;
    for (const auto* placed : rules_) {
        for (const auto& peer : placed->rule->peers) {
            const auto* block = std::get_if<engine::CidrPeer>(&peer.what);
            const auto address = block == nullptr || placed->rule->deny ? std::nullopt : an_address_of(*block);
            if (address && addresses.insert(*address).second) {
                outside_.push_back(add({.name = {}, .kind = EndpointKind::cidr, .cidr = *address}));
            }
        }
    }
    small_.parties[Party::kubelet] = {{cnpg::to_text(Party::kubelet), {host}}};
    Participant server{cnpg::to_text(Party::api_server), {api_server, host, remote}};
    server.may_be.insert(server.may_be.end(), outside_.begin(), outside_.end());
    server.by_address.assign(outside_.begin() + 1, outside_.end());
    small_.parties[Party::api_server] = {std::move(server)};
}

void Builder::add_dns() {
    Participant dns{cnpg::to_text(Party::dns)};
    for (const auto& pod : usual_dns) dns.may_be.push_back(add(pod));
    dns.may_be.insert(dns.may_be.end(), nodes_.begin(), nodes_.end());
    dns.may_be.insert(dns.may_be.end(), outside_.begin(), outside_.end());
    add_possible(dns, {Direction::egress, Protocol::udp, dns_port}, [this](const Selector& peer, bool by_port) {
        return by_port || (demanded_labels(peer).empty() && the_value(peer, engine::namespace_key) != ns());
    });
    dns.ns = usual_dns.front().ns;
    dns.selected_by = {*usual_dns.front().labels.find("k8s-app")};
    small_.parties[Party::dns] = {std::move(dns)};
}

void Builder::add_prometheus() {
    Participant prometheus{cnpg::to_text(Party::prometheus)};
    std::set<std::string> namespaces = facts_.prometheus_namespaces;
    if (namespaces.empty()) namespaces = {"monitoring"};
    for (const auto& where : namespaces) {
        prometheus.may_be.push_back(add_pod(where, {{cnpg::app_label, "prometheus"}}));
    }
    prometheus.ns = *namespaces.begin();
    prometheus.may_be.insert(prometheus.may_be.end(), outside_.begin(), outside_.end());
    prometheus.may_be.push_back(nodes_.back());
    for (const int port : {cnpg::metrics_port, cnpg::pooler_metrics_port}) {
        add_possible(prometheus, {Direction::ingress, Protocol::tcp, port}, [](const Selector&, bool) { return true; });
    }
    small_.parties[Party::prometheus] = {std::move(prometheus)};
}

// The instances of another Cluster here, where the address is one of its Services.
bool Builder::add_instances_behind(Participant& to) {
    for (const auto& known : facts_.clusters) {
        const std::string host = to.address.host;
        const bool named = host.starts_with(known.name + "-r") && !known.name.empty();
        const std::string service = host.substr(0, host.find('.'));
        const bool suffixed =
            service == known.name + "-rw" || service == known.name + "-r" || service == known.name + "-ro";
        if (!named || !suffixed || known.ns != to.ns) continue;
        to.selected_by = {{cnpg::cluster_label, known.name}};
        Labels labels = cnpg::instance_labels(known.name, 1, cnpg::primary_role);
        labels.insert(known.labels.begin(), known.labels.end());
        to.may_be = to.governed = {add_pod(known.ns, std::move(labels))};
        return true;
    }
    return false;
}

// The name of a Service: pods of that namespace, nobody knows which. Other names are outside, or may be.
void Builder::add_addressed() {
    for (const auto& [condition, addresses] : cluster_.addresses) {
        const bool store = condition == Condition::backup || condition == Condition::recovery;
        const Party party = store ? Party::object_store : Party::source;
        for (const auto& address : addresses) {
            Participant to{cnpg::to_text(party) + " (" + address.host + ")"};
            to.only_under = {condition};
            to.address = address;
            const ServiceName service = service_name(address.host, ns());
            to.ns = service.ns;
            to.in_cluster = service.certain;
            if (to.ns.empty() || !add_instances_behind(to)) {
                if (!service.certain) to.may_be = outside_;
                if (!to.ns.empty()) to.may_be.push_back(add_pod(to.ns, {}));
                add_possible(to, {Direction::egress, Protocol::tcp, address.port},
                             [&to](const Selector& peer, bool by_port) {
                                 return by_port || the_value(peer, engine::namespace_key) == to.ns;
                             });
            }
            small_.parties[party].push_back(std::move(to));
        }
    }
}

}  // namespace

const std::vector<Participant>& SmallWorld::of(Party party) const {
    static const std::vector<Participant> nobody;
    const auto found = parties.find(party);
    return found == parties.end() ? nobody : found->second;
}

SmallWorld make_small_world(const Given& given, const Facts& facts, const ClusterFacts& cluster,
                            const std::vector<const PlacedRule*>& rules) {
    Builder builder(given, facts, cluster, rules);
    builder.add_cluster();
    builder.add_operator();
    builder.add_nodes_and_addresses();
    builder.add_dns();
    builder.add_prometheus();
    builder.add_addressed();
    return builder.take();
}

}  // namespace pgreach::lint
