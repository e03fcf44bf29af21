#include "lint/trial.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "engine/labels.hpp"
#include "lint/addresses.hpp"
#include "lint/coverage.hpp"
#include "lint/unresolved.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Condition;
using cnpg::Need;
using cnpg::Party;
using engine::Direction;

// Where API servers listen: managed ones and kubeadm's, minikube's, MicroK8s'.
constexpr std::array api_server_ports = {443, 6443, 8443, 16443};
constexpr std::array dns_ports = {53, 5353};  // OpenShift's

std::set<std::string> namespaces_of(const Given& given, const ClusterFacts& cluster) {
    std::set<std::string> namespaces = {cluster.home(), given.options.operator_namespace};
    for (const auto& [condition, addresses] : cluster.addresses) {
        for (const auto& address : addresses) namespaces.insert(service_name(address.host, cluster.ns).ns);
    }
    return namespaces;
}

bool takes_part(const Participant& participant, Condition condition) {
    return participant.only_under.empty() || participant.only_under.count(condition) > 0;
}

// A store outside that only a block of addresses opens may well be in that block; the API server has an identity of its
// own wherever it is in the cluster.
bool minds_addresses(Party party) {
    return party == Party::api_server;
}

// As decisions name it: with its kind where policies of several kinds are called so.
bool is_called(const engine::Rule& rule, const std::string& name) {
    const std::string path = " " + rule.path;
    return name == qualified_name(rule.policy) + path || name == describe(rule.policy) + path;
}

}  // namespace

Trial::Trial(const Given& given, const PolicyIndex& index, const Facts& facts, const ClusterFacts& cluster)
    : given_(given),
      cluster_(cluster),
      rules_(index.rules_for(namespaces_of(given, cluster))),
      perhaps_(index.perhaps_for(namespaces_of(given, cluster))),
      small_(make_small_world(given, facts, cluster, rules_)),
      evaluator_(small_.world, in_force(rules_, perhaps_, given.options.cilium, true)),
      without_deny_(small_.world, in_force(rules_, perhaps_, given.options.cilium, false)) {}

std::vector<const PlacedRule*> Trial::rules_for(Direction direction, size_t endpoint) const {
    const auto labels = engine::identity_labels(small_.endpoint(endpoint), small_.world, given_.options.cilium);
    std::vector<const PlacedRule*> found;
    for (const auto* placed : rules_) {
        const auto& rule = *placed->rule;
        if (rule.direction == direction && !rule.for_nodes && rule.subject.matches(labels)) found.push_back(placed);
    }
    return found;
}

bool Trial::may_match(const engine::Rule& rule, const std::vector<size_t>& endpoints) const {
    return std::any_of(endpoints.begin(), endpoints.end(), [&](size_t endpoint) {
        return rule.matches_peer(
            engine::identity_labels(small_.endpoint(endpoint), small_.world, given_.options.cilium));
    });
}

// The API server's port is known to nobody: those that rules for it name may be it as well.
std::vector<int> Trial::ports_of(const Side& side) const {
    if (side.need.to == Party::dns) return {dns_ports.begin(), dns_ports.end()};
    if (side.need.port != 0) return {side.need.port};
    const auto& to = side.direction == Direction::egress ? side.peer : side.subject;
    if (side.need.to != Party::api_server) return {to.address.port};
    std::set<int> ports(api_server_ports.begin(), api_server_ports.end());
    for (const size_t subject : side.subject.governed) {
        for (const auto* placed : rules_for(side.direction, subject)) {
            if (!may_match(*placed->rule, side.peer.may_be)) continue;
            for (const auto& range : placed->rule->ports) ports.insert(range.from);
        }
    }
    ports.erase(0);
    return {ports.begin(), ports.end()};
}

bool Trial::is_closed(const engine::Evaluator& evaluator, const Side& side, const std::vector<size_t>& peers) const {
    const auto ports = ports_of(side);
    const bool inward = side.direction == Direction::ingress;
    const auto closed = [&](size_t subject, size_t peer) {
        return std::all_of(ports.begin(), ports.end(), [&](int port) {
            const auto verdicts = inward ? evaluator.verdicts(peer, subject, side.need.protocol, port)
                                         : evaluator.verdicts(subject, peer, side.need.protocol, port);
            return (inward ? verdicts.ingress : verdicts.egress) == Verdict::deny;
        });
    };
    const auto& subjects = side.subject.governed;
    return !subjects.empty() && std::all_of(subjects.begin(), subjects.end(), [&](size_t subject) {
        return std::all_of(peers.begin(), peers.end(), [&](size_t peer) { return closed(subject, peer); });
    });
}

// By a Service, a DNS name, a group: what no small world holds.
bool Trial::is_open_otherwise(const Side& side) const {
    const auto ports = ports_of(side);
    const auto may_open = [&](const PlacedRule* placed) {
        const bool fits = std::any_of(ports.begin(), ports.end(),
                                      [&](int port) { return may_have_port(*placed->rule, side.need.protocol, port); });
        return fits && !placed->rule->deny && may_mean(*placed, side.peer_party, side.peer);
    };
    const auto perhaps = [&](const Perhaps& one) { return may_open(one.placed); };
    if (std::any_of(perhaps_.begin(), perhaps_.end(), perhaps)) return true;
    return std::any_of(side.subject.governed.begin(), side.subject.governed.end(), [&](size_t subject) {
        const auto rules = rules_for(side.direction, subject);
        return std::any_of(rules.begin(), rules.end(), may_open);
    });
}

// A deny rule that matches, else the first policy that brings default deny.
const PlacedRule* Trial::culprit(const Side& side, bool& denied) const {
    const size_t subject = side.subject.governed.front();
    const size_t peer = side.peer.may_be.front();
    const bool inward = side.direction == Direction::ingress;
    const auto& name = [this](size_t endpoint) { return small_.endpoint(endpoint).name; };
    const auto decision = evaluator_.evaluate(
        {name(inward ? peer : subject), name(inward ? subject : peer), side.need.protocol, ports_of(side).front()});
    const auto& by = (inward ? decision.ingress : decision.egress).by;
    denied = !by.empty();
    for (const auto* placed : rules_for(side.direction, subject)) {
        const auto& rule = *placed->rule;
        if (denied ? rule.deny && is_called(rule, by) : rule.default_deny) return placed;
    }
    return nullptr;
}

void Trial::note_names(Gap& gap) const {
    for (const auto* placed : rules_for(Direction::egress, gap.subject->governed.front())) {
        gap.uses_names = gap.uses_names || has_names(*placed);
        gap.learns_names = gap.learns_names || learns_names(*placed);
    }
}

// The pod's own node is always let in: that the API server may run there says nothing of the others.
std::vector<size_t> Trial::peers_of(const Side& side) const {
    std::vector<size_t> peers = side.peer.may_be;
    if (side.direction == Direction::ingress && side.peer_party != Party::kubelet) {
        std::erase_if(peers, [this](size_t peer) { return small_.endpoint(peer).kind == EndpointKind::host; });
    }
    return peers;
}

std::optional<Gap> Trial::gap(const Side& side) const {
    const auto peers = peers_of(side);
    Gap gap{.need = &side.need,
            .cluster = &cluster_,
            .direction = side.direction,
            .subject_party = side.subject_party,
            .subject = &side.subject,
            .peer_party = side.peer_party,
            .peer = &side.peer};
    if (!is_closed(evaluator_, side, peers)) {
        if (!minds_addresses(side.peer_party) || side.direction == Direction::ingress) return std::nullopt;
        std::vector<size_t> in_cluster;
        std::copy_if(peers.begin(), peers.end(), std::back_inserter(in_cluster), [&side](size_t peer) {
            const auto& blocks = side.peer.by_address;
            return std::find(blocks.begin(), blocks.end(), peer) == blocks.end();
        });
        if (!is_closed(evaluator_, side, in_cluster)) return std::nullopt;
        gap.by_address_only = true;
    }
    if (is_open_otherwise(side)) return std::nullopt;
    gap.by = culprit(side, gap.denied);
    const bool without_policy = given_.options.cilium.config.enforcement == engine::EnforcementMode::always;
    if (gap.by == nullptr && !without_policy) return std::nullopt;
    gap.still_closed = is_closed(without_deny_, side, peers);
    note_names(gap);
    return gap;
}

void Trial::try_need(const Need& need, std::vector<Gap>& found) const {
    for (const auto& from : small_.of(need.from)) {
        for (const auto& to : small_.of(need.to)) {
            const bool itself = !from.may_be.empty() && from.may_be == to.may_be;
            if (itself || !takes_part(from, need.condition) || !takes_part(to, need.condition)) continue;
            for (const auto& side : {Side{need, Direction::ingress, need.to, to, need.from, from},
                                     Side{need, Direction::egress, need.from, from, need.to, to}}) {
                if (auto unmet = gap(side)) found.push_back(*unmet);
            }
        }
    }
}

std::vector<Gap> Trial::gaps() const {
    std::vector<Gap> found;
    for (const auto& need : cnpg::needs()) {
        if (cluster_.has(need.condition) && *need.breaks != '\0') try_need(need, found);
    }
    return found;
}

}  // namespace pgreach::lint
