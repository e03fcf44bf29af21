#include "unit/engine/random_world.hpp"

#include <stdexcept>

namespace pgreach::engine {
namespace {

const std::vector<std::string> namespaces = {"default", "backend", "other"};
const std::vector<std::string> keys = {"role", "app", "env"};
const std::vector<std::string> values = {"a", "b", "c"};
const std::vector<std::string> prefixes = {"", "", "k8s:", "any:"};
const std::vector<std::string> entities = {"all", "world", "cluster", "host", "remote-node", "kube-apiserver", "none"};
const std::vector<std::string> blocks = {"203.0.113.0/24", "0.0.0.0/0", "10.0.0.0/8"};
const std::vector<std::string> port_items = {"{port: \"5432\", protocol: TCP}",
                                             "{port: \"8000\"}",
                                             "{port: postgresql}",
                                             "{port: \"0\", protocol: UDP}",
                                             "{port: \"5000\", endPort: 6000}",
                                             "{port: \"status\", protocol: ANY}"};

}  // namespace

World RandomWorld::world() {
    World world;
    const int pods = 3 + number(6);
    for (int i = 0; i < pods; ++i) {
        Endpoint pod{.name = "p" + std::to_string(i), .ns = one_of(namespaces)};
        for (const auto& key : keys) {
            if (!chance(3)) pod.labels[key] = one_of(values);
        }
        pod.labels["unused"] = one_of(values);
        world.endpoints.push_back(std::move(pod));
    }
    world.endpoints.push_back({.name = "world", .kind = EndpointKind::world});
    world.endpoints.push_back({.name = "host", .kind = EndpointKind::host});
    world.endpoints.push_back({.name = "node", .kind = EndpointKind::remote_node});
    world.endpoints.push_back({.name = "outside", .kind = EndpointKind::cidr, .cidr = "203.0.113.7/32"});
    world.named_ports = {{"postgresql", 5432}, {"status", 8000}};
    return world;
}

std::string RandomWorld::selector() {
    if (chance(4)) return "{}";
    std::string text = "{matchLabels: {" + one_of(prefixes) + one_of(keys) + ": " + one_of(values);
    if (chance(3)) text += ", io.kubernetes.pod.namespace: " + one_of(namespaces);
    text += "}";
    if (chance(3)) text += ", matchExpressions: [{key: " + one_of(keys) + ", operator: Exists}]";
    if (chance(4)) text += ", matchExpressions: [{key: " + one_of(keys) + ", operator: NotIn, values: [a, b]}]";
    const size_t first = text.find("matchExpressions");
    if (first != std::string::npos && text.find("matchExpressions", first + 1) != std::string::npos) return "{}";
    return text + "}";
}

std::string RandomWorld::peers(const std::string& side) {
    switch (number(6)) {
        case 0:
            return {};
        case 1:
            return side + "Entities: [" + one_of(entities) + "]";
        case 2:
            return side + "CIDR: [" + one_of(blocks) + "]";
        case 3:
            return side + "Endpoints: []";
        default:
            return side + "Endpoints: [" + selector() + ", " + selector() + "]";
    }
}

std::string RandomWorld::ports() {
    if (chance(3)) return {};
    return "toPorts: [{ports: [" + one_of(port_items) + ", " + one_of(port_items) + "]}]";
}

std::string RandomWorld::rule(const std::string& side) {
    const std::string who = peers(side);
    const std::string where = ports();
    return "{" + who + (who.empty() || where.empty() ? "" : ", ") + where + "}";
}

manifest::Manifest RandomWorld::policy(Rules rules, bool default_deny) {
    const bool clusterwide = chance(5);
    const std::string name = "p" + std::to_string(made_++);
    const std::string suffix = rules == Rules::deny ? "Deny" : "";
    const std::string answer = default_deny ? "true" : "false";
    std::string text = std::string("apiVersion: cilium.io/v2\nkind: Cilium") + (clusterwide ? "Clusterwide" : "") +
                       "NetworkPolicy\nmetadata: {name: " + name +
                       (clusterwide ? "" : ", namespace: " + one_of(namespaces)) +
                       "}\nspec:\n  endpointSelector: " + selector() + "\n  enableDefaultDeny: {ingress: " + answer +
                       ", egress: " + answer + "}\n";
    const int sides = number(3);
    if (sides != 1) text += "  ingress" + suffix + ": [" + rule("from") + ", " + rule("from") + "]\n";
    if (sides != 0) text += "  egress" + suffix + ": [" + rule("to") + "]\n";
    auto read = manifest::read(std::make_shared<const Source>(Source{"random.yaml", text}));
    if (read.manifests.size() != 1) throw std::logic_error(render(read.diagnostics) + "\n" + text);
    return std::move(read.manifests.front());
}

manifest::Manifest RandomWorld::policy() {
    return policy(chance(3) ? Rules::deny : Rules::allow, !chance(3));
}

std::vector<manifest::Manifest> RandomWorld::policies(size_t most) {
    std::vector<manifest::Manifest> made;
    for (int i = number(static_cast<int>(most)); i >= 0; --i) made.push_back(policy());
    return made;
}

PolicySet in_force(const std::vector<manifest::Manifest>& policies, EnforcementMode mode) {
    Cilium cilium;
    cilium.config.enforcement = mode;
    PolicySet set(cilium);
    for (const auto& policy : policies) {
        const auto admission = set.apply(policy, FieldValidation::strict);
        if (admission.result != AdmissionResult::accepted) throw std::logic_error(describe(admission));
    }
    return set;
}

}  // namespace pgreach::engine
