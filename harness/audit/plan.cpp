#include "audit/plan.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "audit/cast.hpp"
#include "audit/label_selector.hpp"
#include "audit/needs.hpp"
#include "audit/stores.hpp"
#include "base/text.hpp"
#include "model/cnpg.hpp"

namespace pgreach::audit {
namespace {

constexpr const char* api_server_name = "API server";
// A name that every cluster's DNS knows.
constexpr const char* known_name = "kubernetes.default.svc";

struct ServedPort {
    int number;
    PortPurpose purpose;
};

std::vector<ServedPort> ports_of(const Target& target) {
    if (target.pooler) {
        return {{cnpg::postgresql_port, PortPurpose::postgresql}, {cnpg::pooler_metrics_port, PortPurpose::metrics}};
    }
    return {{cnpg::postgresql_port, PortPurpose::postgresql},
            {cnpg::status_port, PortPurpose::status},
            {cnpg::metrics_port, PortPurpose::metrics}};
}

bool is_port_wanted(const Options& options, const Target& target, int port) {
    if (options.to.empty()) return true;
    return std::any_of(options.to.begin(), options.to.end(), [&](const std::string& word) {
        const Wanted wanted = parse_wanted(word);
        const std::string ns = target.name.substr(0, target.name.find('/'));
        const bool named = matches_glob(wanted.word, target.name) || matches_glob(wanted.word, target.database) ||
                           matches_glob(wanted.word, ns);
        return named && (wanted.port == 0 || wanted.port == port);
    });
}

// Where cluster DNS is, as kubeadm and everybody after it names it: the pods behind this Service.
const Endpoint* find_dns(const world::Contents& contents) {
    for (const auto& service : contents.world.services) {
        if (service.ns != "kube-system" || service.name != "kube-dns") continue;
        for (size_t i = 0; i < contents.workloads.size(); ++i) {
            const auto& endpoint = contents.world.endpoints[i];
            if (endpoint.ns == service.ns && selects(service.selector, endpoint.labels)) return &endpoint;
        }
    }
    return nullptr;
}

std::string store_name(const Store& store) {
    return "object store " + store.host;
}

engine::PolicySet policies_of(const Survey& survey) {
    engine::PolicySet policies(survey.semantics.cilium);
    for (const auto& policy : survey.contents.policies) policies.apply(policy, FieldValidation::ignore);
    return policies;
}

class Planner {
  public:
    Planner(const Survey& survey, const Options& options)
        : survey_(survey), options_(options), world_(survey.contents.world) {}

    Result<Plan> plan(const std::string& id) {
        auto targets = find_targets(survey_, options_);
        if (!targets) return std::move(targets).error();
        plan_.targets = *std::move(targets);
        if (plan_.targets.empty()) {
            return Error{ErrorKind::no_match, "there is no database of CloudNativePG in this cluster"};
        }
        auto peers = find_peers(survey_, options_, id);
        if (!peers) return std::move(peers).error();
        plan_.peers = *std::move(peers);
        add_stores();
        evaluator_.emplace(world_, policies_of(survey_));
        for (const auto& target : plan_.targets) add_flows_to(target);
        add_own_needs();
        keep_peers_that_are_asked();
        plan_.notes = survey_.notes;
        plan_.notes.emplace_back(
            "not tried, as no twin can stand for them: nodes, the API server, and whoever is "
            "outside the cluster");
        return std::move(plan_);
    }

  private:
    void add_flows_to(const Target& target) {
        for (const auto& port : ports_of(target)) {
            if (!is_port_wanted(options_, target, port.number)) continue;
            for (size_t peer = 0; peer < plan_.peers.size(); ++peer) {
                if (plan_.peers[peer].name == target.name) continue;
                AuditFlow flow{{plan_.peers[peer].name, target.name, Protocol::tcp, port.number}};
                flow.peer = peer;
                flow.to_group = target.group;
                flow.database = target.database;
                flow.dial.purpose = port.purpose;
                flow.dial.address = target.pod.ip;
                flow.dial.port = port.number;
                flow.dial.user = "pgreach";  // whom no server lets in, and libpq must be told of somebody
                flow.dial.database = "postgres";
                flow.dial.brief = !(options_.query && port.purpose == PortPurpose::postgresql);
                if (!target.pooler) flow.answerers = {target.pod.ip};
                if (target.pod.ip.empty()) flow.impossible = target.name + " does not run";
                add(std::move(flow));
            }
        }
    }

    // What instances need of others than each other.
    void add_own_needs() {
        std::set<std::string> databases;
        for (const auto& target : plan_.targets) databases.insert(target.group);
        const Endpoint* dns = find_dns(survey_.contents);
        for (size_t peer = 0; peer < plan_.peers.size(); ++peer) {
            const Peer& who = plan_.peers[peer];
            if (who.twin || databases.count(who.group) == 0) continue;
            if (!survey_.api_server.service_address.empty()) add_api_server(peer);
            if (dns != nullptr) add_dns(peer, *dns);
            for (const auto& store : stores_[who.group]) add_store(peer, store);
        }
    }

    // Those outside the cluster are at no address that is known yet.
    void add_stores() {
        for (const auto& database : survey_.contents.databases) {
            auto& stores = stores_["cluster " + database.ns + "/" + database.name];
            stores = stores_of(survey_, database.ns, database.name);
            for (const auto& store : stores) {
                if (pods_behind(survey_, store) || world_.find(store_name(store)) != nullptr) continue;
                world_.endpoints.push_back({.name = store_name(store), .kind = EndpointKind::world});
            }
        }
    }

    void add_store(size_t peer, const Store& store) {
        const auto inside = pods_behind(survey_, store);
        AuditFlow flow{
            {plan_.peers[peer].name, store_name(store), Protocol::tcp, store.port}, Asked::object_store, peer};
        flow.outside = !inside;
        if (inside) {
            flow.flow.to = inside->endpoint;
            flow.flow.port = inside->port;
            for (const auto& ip : inside->addresses) flow.behind.push_back(probe::endpoint_text(ip, inside->port));
        }
        flow.to_group = flow.flow.to;
        flow.database = database_of(plan_.peers[peer]);
        flow.dial.purpose = store.tls ? PortPurpose::status : PortPurpose::metrics;
        flow.dial.address = store.host;
        flow.dial.port = store.port;
        flow.dial.brief = true;
        add(std::move(flow));
    }

    std::string database_of(const Peer& peer) const {
        for (const auto& target : plan_.targets) {
            if (target.group == peer.group) return target.database;
        }
        return {};
    }

    void add_api_server(size_t peer) {
        const ApiServer& server = survey_.api_server;
        AuditFlow flow{{plan_.peers[peer].name, api_server_name, Protocol::tcp, server.port}, Asked::api_server, peer};
        flow.to_group = api_server_name;
        flow.database = database_of(plan_.peers[peer]);
        flow.dial.purpose = PortPurpose::status;
        flow.dial.address = server.service_address;
        flow.dial.port = server.service_port;
        flow.dial.brief = true;
        for (const auto& address : server.addresses) {
            flow.behind.push_back(probe::endpoint_text(address, server.port));
            if (is_own_node(peer, address)) {
                flow.impossible = "the API server is on its own node, which Cilium knows by another name";
            }
        }
        add(std::move(flow));
    }

    bool is_own_node(size_t peer, const std::string& address) const {
        const auto* node = survey_.contents.world.find("node " + plan_.peers[peer].node);
        return node != nullptr && node->ip == address;
    }

    void add_dns(size_t peer, const Endpoint& dns) {
        AuditFlow flow{{plan_.peers[peer].name, dns.name, Protocol::udp, 53}, Asked::dns, peer};
        flow.to_group = dns.name;
        flow.database = database_of(plan_.peers[peer]);
        flow.dial.purpose = PortPurpose::status;
        flow.dial.address = known_name;
        flow.dial.port = survey_.api_server.service_port;
        flow.dial.brief = true;
        add(std::move(flow));
    }

    void add(AuditFlow flow) {
        const Endpoint* from = world_.find(flow.flow.from);
        const Endpoint* to = world_.find(flow.flow.to);
        if (from == nullptr || to == nullptr) return;
        if (const auto& refused = plan_.peers[flow.peer].refused; !refused.empty()) flow.impossible = refused;
        flow.decision = evaluator_->evaluate(flow.flow);
        flow.needs = needs_of(survey_, flow, *from, *to);
        plan_.flows.push_back(std::move(flow));
    }

    // Of nobody who asks nothing a twin is made.
    void keep_peers_that_are_asked() {
        std::vector<bool> asked(plan_.peers.size(), false);
        for (const auto& flow : plan_.flows) asked[flow.peer] = true;
        std::vector<size_t> places(plan_.peers.size());
        std::vector<Peer> kept;
        for (size_t i = 0; i < plan_.peers.size(); ++i) {
            places[i] = kept.size();
            if (asked[i]) kept.push_back(std::move(plan_.peers[i]));
        }
        for (auto& flow : plan_.flows) flow.peer = places[flow.peer];
        plan_.peers = std::move(kept);
    }

    const Survey& survey_;
    const Options& options_;
    World world_;                                       // with the object stores outside the cluster
    std::map<std::string, std::vector<Store>> stores_;  // by Peer::group
    std::optional<engine::Evaluator> evaluator_;
    Plan plan_;
};

}  // namespace

std::vector<std::string> Plan::databases() const {
    std::set<std::string> names;
    for (const auto& target : targets) names.insert(target.database);
    return {names.begin(), names.end()};
}

engine::Decision decide_outside(const Survey& survey, const AuditFlow& flow, const std::string& address) {
    World world = survey.contents.world;
    const char* whole = address.find(':') == std::string::npos ? "/32" : "/128";
    world.endpoints.push_back({.name = flow.flow.to, .kind = EndpointKind::cidr, .cidr = address + whole});
    world.dns[flow.dial.address] = {address};
    return engine::evaluate(world, policies_of(survey), flow.flow);
}

Result<Plan> make_plan(const Survey& survey, const Options& options, const std::string& id) {
    return Planner(survey, options).plan(id);
}

}  // namespace pgreach::audit
