#include "vectors/deviations.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "engine/examine.hpp"
#include "manifest/cidr.hpp"

namespace pgreach::vectors {
namespace {

using Origin = VectorCase::Origin;
using Visit = std::function<void(const yaml::Node&)>;

// Every map below a node that has this key.
void for_each_with(const yaml::Node& node, std::string_view key, const Visit& visit) {
    if (node.find(key) != nullptr) visit(node);
    for (const auto& item : node.items) for_each_with(item, key, visit);
    for (const auto& entry : node.entries) for_each_with(entry.value, key, visit);
}
void for_each_with(const VectorCase& given, std::string_view key, const Visit& visit) {
    for (const auto& policy : given.policies) for_each_with(policy.document, key, visit);
}

// Whether a flow of the case is answered as they answer it, in another world.
bool agrees_in(const World& world, const VectorCase& given, const engine::Cilium& cilium, size_t flow) {
    engine::PolicySet policies(cilium);
    for (const auto& policy : given.policies) policies.apply(policy, FieldValidation::ignore);
    const auto& question = given.flows[flow];
    const auto ours =
        engine::Evaluator(world, policies).verdicts(question.from, question.to, question.protocol, question.port);
    return agree(given, flow, ours);
}

bool blocks_match_pods(const VectorCase& given, const engine::Cilium& cilium, size_t flow) {
    World world = given.world;
    world.blocks_match_pods = true;
    return agrees_in(world, given, cilium, flow);
}

bool names_an_unlisted_port(const VectorCase& given, const engine::Cilium& cilium, size_t flow) {
    const auto& question = given.flows[flow];
    World world = given.world;
    std::vector<std::string> names;
    for_each_with(given, "port", [&](const yaml::Node& item) {
        const yaml::Node& port = *item.find("port");
        if (port.kind == yaml::Kind::string && world.named_ports.count(port.text) == 0) names.push_back(port.text);
    });
    for (auto& endpoint : world.endpoints) {
        for (const auto& name : names) endpoint.named_ports.push_back({name, question.protocol, question.port});
    }
    return !names.empty() && agrees_in(world, given, cilium, flow);
}

// A group that fits the reference and has in it whoever of the two is outside.
CidrGroup group_for(const yaml::Node& reference, const VectorCase& given, const VectorCase::Question& question) {
    CidrGroup group;
    if (const yaml::Node* name = reference.find("cidrGroupRef")) group.name = name->text;
    if (const yaml::Node* selector = reference.find("cidrGroupSelector")) {
        const yaml::Node* labels = selector->find("matchLabels");
        for (size_t i = 0; labels != nullptr && i < labels->entries.size(); ++i) {
            group.labels[labels->entries[i].key] = labels->entries[i].value.text;
        }
    }
    for (const size_t place : {question.from, question.to}) {
        const auto& cidr = given.world.endpoints[place].cidr;
        if (!cidr.empty()) group.blocks.push_back(cidr);
    }
    return group;
}

bool names_an_unlisted_group(const VectorCase& given, const engine::Cilium& cilium, size_t flow) {
    if (!given.world.cidr_groups.empty()) return false;
    World world = given.world;
    for (const char* key : {"cidrGroupRef", "cidrGroupSelector"}) {
        for_each_with(given, key, [&](const yaml::Node& reference) {
            world.cidr_groups.push_back(group_for(reference, given, given.flows[flow]));
        });
    }
    return !world.cidr_groups.empty() && agrees_in(world, given, cilium, flow);
}

bool agrees_on_policy(const VectorCase& given, const engine::Cilium& cilium, size_t policy) {
    const auto ours = engine::examine(given.policies[policy], FieldValidation::ignore, cilium);
    return ours.admission.schema_errors.empty() &&
           ours.admission.agent_error == given.policy_answers[policy].agent_error;
}

bool is_refused_before(const VectorCase& given, const engine::Cilium& cilium, size_t policy) {
    return !engine::examine(given.policies[policy], FieldValidation::ignore, cilium).admission.schema_errors.empty();
}

bool needs_node_selectors(const VectorCase& given, const engine::Cilium& cilium, size_t policy) {
    engine::Cilium with = cilium;
    with.config.node_selector_labels = true;
    return agrees_on_policy(given, with, policy);
}

// What the agent makes of toServices itself stands beside it.
bool has_generated_peers(const VectorCase& given, const engine::Cilium& cilium, size_t policy) {
    VectorCase without = given;
    std::function<void(yaml::Node&)> drop = [&drop](yaml::Node& node) {
        if (node.find("toServices") != nullptr) {
            std::erase_if(node.entries, [](const yaml::Entry& entry) {
                return entry.key == "toCIDRSet" || entry.key == "toEndpoints";
            });
        }
        for (auto& item : node.items) drop(item);
        for (auto& entry : node.entries) drop(entry.value);
    };
    drop(without.policies[policy].document);
    return without.policies[policy].document != given.policies[policy].document &&
           agrees_on_policy(without, cilium, policy);
}

bool is_written_loosely(const VectorCase& given, const engine::Cilium& cilium, size_t policy) {
    (void)cilium;
    bool loose = false;
    for_each_with(given.policies[policy].document, "cidr", [&loose](const yaml::Node& block) {
        const std::string& text = block.find("cidr")->text;
        loose |= manifest::parse_cidr_sloppily(text).has_value() && !manifest::parse_cidr(text);
    });
    return loose;
}

}  // namespace

const std::vector<Deviation>& deviations() {
    static const std::vector<Deviation> table = {
        {"block-on-pods", "ipBlock and its like match addresses outside the cluster alone; for others, pods as well",
         "Cilium's documentation, Kubernetes network policies: known missing features; NetworkPolicy API of Kubernetes",
         blocks_match_pods},
        {"unlisted-port", "a policy names a port that the case does not list, and the answer knows it",
         "the case itself: namedPorts", names_an_unlisted_port},
        {"unlisted-group", "a policy names a CIDR group that the case does not list, and the answer knows it",
         "the case itself; cilium connectivity test, manifests of client-egress-to-cidrgroup-deny",
         names_an_unlisted_group},
        {"schema-first", "the API server refuses it before the agent's checks, of which alone the answer tells",
         "the definitions of Cilium, pkg/k8s/apis/cilium.io/client/crds/v2", nullptr, is_refused_before,
         Origin::checks},
        {"node-selectors", "the answer is that of an agent with enable-node-selector-labels",
         "pkg/k8s/apis/cilium.io/utils/utils_test.go", nullptr, needs_node_selectors, Origin::checks},
        {"generated-peers", "beside toServices stand peers that the agent has made of it, which JSON does not tell",
         "countNonGeneratedCIDRRules, pkg/policy/api/rule_validation.go", nullptr, has_generated_peers, Origin::checks},
        {"loose-address", "the answer is that of an API server that refuses addresses with leading zeros",
         "Kubernetes, feature StrictIPCIDRValidation, off by default in 1.34", nullptr, is_written_loosely,
         Origin::validation},
    };
    return table;
}

std::string_view explain_flow(const VectorCase& given, const engine::Cilium& cilium, size_t flow) {
    for (const auto& deviation : deviations()) {
        if (deviation.origin != given.origin || deviation.explains_flow == nullptr) continue;
        if (deviation.explains_flow(given, cilium, flow)) return deviation.name;
    }
    return {};
}

std::string_view explain_policy(const VectorCase& given, const engine::Cilium& cilium, size_t policy) {
    for (const auto& deviation : deviations()) {
        if (deviation.origin != given.origin || deviation.explains_policy == nullptr) continue;
        if (deviation.explains_policy(given, cilium, policy)) return deviation.name;
    }
    return {};
}

}  // namespace pgreach::vectors
