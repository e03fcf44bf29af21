#include "engine/reason.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::engine {
namespace {

std::string direction_name(Direction direction) {
    return direction == Direction::ingress ? "ingress" : "egress";
}

// The label as it is, beside what was asked for: "label role=frontend, the rule wants role=backend".
std::string difference(const Requirement& requirement, const IdentityLabels& labels) {
    const std::string* value = labels.find(requirement.key);
    const std::string key = to_text(requirement.key);
    const std::string has = value == nullptr ? "no label " + key : "label " + key + "=" + *value;
    return has + ", the rule wants " + to_text(requirement);
}

struct Miss {
    size_t faults = 0;
    std::string text = {};
};

Miss miss_of(const Selector& selector, const IdentityLabels& labels) {
    std::vector<std::string> faults;
    for (const auto& requirement : selector.requirements) {
        if (!requirement.matches(labels)) faults.push_back(difference(requirement, labels));
    }
    return {faults.size(), join(faults, "; ")};
}

Miss miss_of(const CidrPeer& peer, const IdentityLabels& labels) {
    (void)peer;
    if (!labels.world) return {2, "a block of addresses never matches what is in the cluster"};
    return {1, "the address is not in the block"};
}

std::string port_text(const PortProtocol& l4) {
    return std::to_string(l4.port) + "/" + std::string(to_string(l4.protocol));
}

std::string port_list(const Rule& rule) {
    std::vector<std::string> parts;
    for (const auto& range : rule.ports) parts.push_back(to_text(range));
    return parts.empty() ? "no port" : join(parts, ", ");
}

// What is not told of by labels, because those are Cilium's own: by how a peer's text begins.
std::optional<Miss> miss_by_text(const Peer& peer) {
    static constexpr std::array beginnings = {
        std::pair{std::string_view("entity "), "it is not "},
        std::pair{std::string_view("name "), "DNS does not give the address the "},
        std::pair{std::string_view("CIDR group"), "the address is not in "},
    };
    for (const auto& [begin, words] : beginnings) {
        if (peer.text.starts_with(begin)) return Miss{2, words + peer.text};
    }
    return std::nullopt;
}

// The peer of a rule that comes nearest.
Miss nearest_peer(const Rule& rule, const IdentityLabels& labels) {
    if (rule.selects_nobody || (rule.peers.empty() && rule.any_port)) return {99, "the rule selects no peer at all"};
    if (rule.matches_peer(labels)) return {1, "it does not meet what fromRequires or toRequires asks for"};
    Miss best{.faults = 98, .text = rule.services.empty() ? "" : "it is no endpoint of the rule's services"};
    for (const auto& peer : rule.peers) {
        auto miss = miss_by_text(peer);
        if (!miss) miss = std::visit([&labels](const auto& what) { return miss_of(what, labels); }, peer.what);
        if (miss->faults < best.faults) best = *std::move(miss);
    }
    return best;
}

// How a rule names a peer that is no pod and so has no labels to select; empty for pods.
std::string what_would_match(Direction direction, const Endpoint& peer) {
    const std::string field = direction == Direction::ingress ? "from" : "to";
    const auto entity = [&](const char* name) {
        return "; " + peer.name + " is no pod: " + field + "Entities: [" + name + "]";
    };
    switch (peer.kind) {
        case EndpointKind::pod:
            return {};
        case EndpointKind::host:
            return entity("host") + " would match it";
        case EndpointKind::remote_node:
            return entity("remote-node") + " would match it";
        case EndpointKind::kube_apiserver:
            return entity("kube-apiserver") + " would match it";
        case EndpointKind::world:
            return entity("world") + " would match it";
        case EndpointKind::cidr:
            return entity("world") + " or " + field + "CIDR: [" + peer.cidr + "] would match it";
    }
    return {};
}

}  // namespace

std::string Reasoner::by_rule(std::uint32_t index, size_t peer_identity) const {
    const Rule& rule = ruleset_.rule(index);
    const auto& labels = identities_.labels(peer_identity);
    const auto found = std::find_if(rule.peers.begin(), rule.peers.end(),
                                    [&labels](const Peer& peer) { return peer.matches(labels); });
    std::string whom = "everyone";
    if (found != rule.peers.end()) {
        whom = found->text;
    } else if (!rule.services.empty()) {
        whom = ruleset_.is_for_everyone(index) ? "everyone, because no service of its toServices is there,"
                                               : "the endpoints of its toServices";
    }
    const std::string ports = rule.any_port ? "every port" : port_list(rule);
    return ruleset_.name_of(rule) + (rule.deny ? " denies " : " allows ") + whom + " on " + ports;
}

std::vector<PolicyId> Reasoner::allowing(Direction direction, size_t subject, size_t peer,
                                         const PortProtocol& l4) const {
    std::vector<PolicyId> policies;
    const auto& side = ruleset_.side(direction, subject);
    for (const std::uint32_t index : side.rules) {
        const Rule& rule = ruleset_.rule(index);
        if (rule.deny || !ruleset_.matches_peer(side, index, peer)) continue;
        if (!ruleset_.matches_port(index, l4, subject)) continue;
        if (std::find(policies.begin(), policies.end(), rule.policy) == policies.end()) policies.push_back(rule.policy);
    }
    return policies;
}

RuleReference Reasoner::reference(std::uint32_t index, bool decides) const {
    const Rule& rule = ruleset_.rule(index);
    return {rule.policy, rule.path, rule.mark, decides};
}

std::string Reasoner::nearest_miss(Direction direction, size_t subject, size_t peer, const PortProtocol& l4,
                                   DirectionDecision& decision) const {
    const size_t peer_identity = identities_.identity_of(peer);
    const size_t subject_identity = identities_.identity_of(subject);
    std::optional<Miss> best;
    std::string whose;
    const auto& side = ruleset_.side(direction, subject_identity);
    for (const std::uint32_t index : side.rules) {
        const Rule& rule = ruleset_.rule(index);
        if (rule.deny) continue;
        Miss miss;
        if (!ruleset_.matches_peer(side, index, peer_identity)) {
            miss = nearest_peer(rule, identities_.labels(peer_identity));
        }
        if (!ruleset_.matches_port(index, l4, subject_identity)) {
            ++miss.faults;
            if (!miss.text.empty()) miss.text += "; ";
            miss.text += "port " + port_text(l4) + ", the rule has " + port_list(rule);
        }
        if (best && miss.faults >= best->faults) continue;
        best = std::move(miss);
        whose = ruleset_.name_of(rule);
        decision.rule = reference(index, false);
    }
    if (!best) return "no rule allows anything";
    return "no rule matches; nearest: " + best->text + " (" + whose + ")";
}

DirectionDecision Reasoner::decide(Direction direction, size_t subject, size_t peer, const PortProtocol& l4) const {
    const size_t peer_identity = identities_.identity_of(peer);
    const Outcome outcome =
        engine::decide(identities_, ruleset_, direction, identities_.identity_of(subject), peer_identity, l4);
    DirectionDecision decision{.verdict = outcome.verdict};
    decision.enforced = identities_.is_enforced(identities_.identity_of(subject));
    const std::string& name = world_.endpoints[subject].name;
    switch (outcome.ground) {
        case Ground::rule:
            decision.by = ruleset_.name_of(ruleset_.rule(outcome.rule));
            decision.reason = by_rule(outcome.rule, peer_identity);
            decision.rule = reference(outcome.rule, true);
            if (outcome.verdict == Verdict::deny) break;
            decision.allowed_by = allowing(direction, identities_.identity_of(subject), peer_identity, l4);
            break;
        case Ground::no_policy:
            decision.reason = "no policy selects " + name + " for " + direction_name(direction);
            break;
        case Ground::default_allow:
            decision.reason = "no rule denies it, and no policy brings default deny to " + name;
            break;
        case Ground::own_node:
            decision.reason = "a pod's own node is always let in";
            break;
        case Ground::default_deny:
            decision.reason = nearest_miss(direction, subject, peer, l4, decision) +
                              what_would_match(direction, world_.endpoints[peer]);
            break;
    }
    return decision;
}

}  // namespace pgreach::engine
