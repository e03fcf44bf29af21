#include "lint/instances.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "engine/engine.hpp"
#include "engine/labels.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/coverage.hpp"
#include "lint/selector_algebra.hpp"
#include "lint/synthetic.hpp"

namespace pgreach::lint {
namespace {

using engine::Direction;
using engine::Selector;

engine::PolicySet policies_of(const Given& given) {
    engine::PolicySet policies(given.options.cilium);
    for (const auto& policy : given.policies) policies.apply(policy.manifest, FieldValidation::strict);
    return policies;
}

// A small world: a primary, a replica, and whoever may be the operator. What it cannot do under the policies given,
// no cluster like it can.
class Trial {
  public:
    Trial(const Given& given, const engine::PolicySet& policies, const Instances& instances);

    void replication(Diagnostics& found) const;
    void operator_access(Diagnostics& found) const;

  private:
    static World world_of(const Given& given, const Instances& instances, std::vector<std::string>& operators);
    // The rule to speak of where a flow is closed, and on which side.
    struct Culprit {
        const PlacedRule& rule;
        Direction direction;
    };
    Culprit culprit(const Flow& flow) const;
    bool is_selected(const PlacedRule& placed, Direction direction, const std::string& endpoint) const;
    Verdict verdict(const Flow& flow) const { return evaluator_.evaluate(flow).verdict(); }

    const Given& given_;
    const Instances& instances_;
    std::vector<std::string> operators_;
    World world_;
    engine::Evaluator evaluator_;
};

// The operator is where it is said to be, or in another namespace that somebody opens the status port to by name.
std::set<Selector> perhaps_the_operator(const std::vector<PlacedRule>& rules) {
    std::set<Selector> peers;
    for (const auto& placed : rules) {
        const auto& rule = *placed.rule;
        if (rule.direction != Direction::ingress || rule.deny || rule.any_port) continue;
        if (!may_have_port(rule, Protocol::tcp, cnpg::status_port)) continue;
        for (const auto& peer : rule.peers) {
            const auto* selector = std::get_if<Selector>(&peer.what);
            if (selector == nullptr || peer.text.starts_with("entity ")) continue;
            const bool own =
                the_value(*selector, engine::namespace_key) == the_value(rule.subject, engine::namespace_key);
            if (!own && !demands(*selector, cnpg::cluster_label)) peers.insert(*selector);
        }
    }
    return peers;
}

// As the world has it, else as CNPG installs it.
std::vector<Endpoint> operators_of(const Given& given) {
    std::vector<Endpoint> pods;
    if (given.options.world) pods = given.options.world->endpoints;
    std::erase_if(pods, [](const Endpoint& pod) {
        const auto name = pod.labels.find("app.kubernetes.io/name");
        return name == pod.labels.end() || name->second != cnpg::operator_name;
    });
    if (pods.empty()) pods.push_back({.name = {}, .ns = given.options.operator_namespace});
    return pods;
}

World Trial::world_of(const Given& given, const Instances& instances, std::vector<std::string>& operators) {
    World world;
    world.named_ports = {{"postgresql", 5432}, {"status", 8000}, {"metrics", 9187}};
    if (given.options.world) world.namespaces = given.options.world->namespaces;
    world.endpoints = {instances.pod(true), instances.pod(false)};
    const auto add = [&](Endpoint pod) {
        pod.name = "operator " + std::to_string(operators.size());
        pod.labels.emplace("app.kubernetes.io/name", cnpg::operator_name);
        operators.push_back(pod.name);
        world.endpoints.push_back(std::move(pod));
    };
    for (const auto& pod : operators_of(given)) add(pod);
    for (const auto& peer : perhaps_the_operator(given.rules)) add(demanded_pod(peer, {}, "elsewhere", world));
    return world;
}

Trial::Trial(const Given& given, const engine::PolicySet& policies, const Instances& instances)
    : given_(given),
      instances_(instances),
      world_(world_of(given, instances, operators_)),
      evaluator_(world_, policies) {}

bool Trial::is_selected(const PlacedRule& placed, Direction direction, const std::string& endpoint) const {
    const auto& rule = *placed.rule;
    const auto labels = engine::identity_labels(*world_.find(endpoint), world_, given_.options.cilium);
    return rule.direction == direction && rule.subject.matches(labels);
}

Trial::Culprit Trial::culprit(const Flow& flow) const {
    const auto& rules = given_.rules;
    const auto decision = evaluator_.evaluate(flow);
    const bool ingress = decision.ingress.verdict == Verdict::deny;
    const auto& side = ingress ? decision.ingress : decision.egress;
    const Direction direction = ingress ? Direction::ingress : Direction::egress;
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const PlacedRule& placed) {
        if (!side.by.empty()) return placed.name() == side.by;
        return placed.rule->default_deny && is_selected(placed, direction, ingress ? flow.to : flow.from);
    });
    return {found == rules.end() ? rules.front() : *found, direction};
}

// One more rule for the policy, as text in flow style.
std::string rule_to_add(const Policy& policy, Direction direction, const std::string& peer, int port) {
    const std::string number = std::to_string(port);
    const bool ingress = direction == Direction::ingress;
    const std::string add = ingress ? "add to ingress: '- {from" : "add to egress: '- {to";
    if (policy.manifest.kind == "NetworkPolicy") {
        return add + ": [{" + peer + "}], ports: [{port: " + number + ", protocol: TCP}]}'";
    }
    return add + "Endpoints: [{" + peer + "}], toPorts: [{ports: [{port: \"" + number + "\", protocol: TCP}]}]}'";
}

constexpr const char* narrow_the_deny_rule = "deny wins over allow: leave this flow out of the deny rule";

void Trial::replication(Diagnostics& found) const {
    const Flow flow{"replica", "primary", Protocol::tcp, cnpg::postgresql_port};
    if (verdict(flow) == Verdict::allow) return;
    const auto [by, direction] = culprit(flow);
    const std::string cluster = instances_.cluster.empty() ? "NAME" : instances_.cluster;
    std::string peer = "matchLabels: {" + std::string(cnpg::cluster_label) + ": " + cluster + "}";
    if (by.policy->manifest.kind == "NetworkPolicy") peer = "podSelector: {" + peer + "}";
    found.push_back(
        warning(*by.policy, by.subject_mark(), code::replication_closed,
                "under this policy " + instances_.text() +
                    " cannot reach each other on 5432, and no other lets them: replicas stop following "
                    "their primary",
                by.rule->deny ? narrow_the_deny_rule : rule_to_add(*by.policy, direction, peer, flow.port)));
}

void Trial::operator_access(Diagnostics& found) const {
    std::vector<Flow> flows;
    for (const auto& name : operators_) flows.push_back({name, "primary", Protocol::tcp, cnpg::status_port});
    if (std::any_of(flows.begin(), flows.end(), [this](const Flow& f) { return verdict(f) == Verdict::allow; })) return;
    const auto [by, direction] = culprit(flows.front());
    const std::string& ns = given_.options.operator_namespace;
    const std::string peer = by.policy->manifest.kind == "NetworkPolicy"
                                 ? "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + ns + "}}"
                                 : "matchLabels: {" + std::string(engine::namespace_key) + ": " + ns + "}";
    found.push_back(
        warning(*by.policy, by.subject_mark(), code::operator_closed,
                "under this policy CloudNativePG's operator (namespace " + ns + ") cannot reach " + instances_.text() +
                    " on 8000, and no other lets it: it loses sight of them",
                by.rule->deny ? narrow_the_deny_rule : rule_to_add(*by.policy, direction, peer, cnpg::status_port)));
}

}  // namespace

void check_instances(const Given& given, Diagnostics& found) {
    const auto all = find_instances(given);
    if (all.empty()) return;
    const auto policies = policies_of(given);
    for (const auto& instances : all) {
        const Trial trial(given, policies, instances);
        if (instances.replicate) trial.replication(found);
        trial.operator_access(found);
    }
}

}  // namespace pgreach::lint
