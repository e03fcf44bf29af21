#include "unit/reach/random_world.hpp"

#include <memory>

#include "base/text.hpp"
#include "world/objects.hpp"

namespace pgreach::reach {

std::string RandomWorld::labels() {
    return "{app: " + pick({"a", "b", "c"}) + (maybe(0.5) ? ", role: " + pick({"backend", "frontend"}) : "") + "}";
}

std::string RandomWorld::objects() {
    std::string text;
    for (const char* ns : {"db", "web", "ops"}) {
        text += "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: " + std::string(ns) +
                ", labels: {team: " + pick({"red", "blue"}) + "}}\n";
    }
    text +=
        "---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\nspec: "
        "{instances: " +
        std::to_string(1 + below(3)) + "}\n";
    for (size_t i = 0; i < 3 + below(8); ++i) {
        text += "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d" + std::to_string(i) +
                ", namespace: " + pick({"db", "web", "ops"}) + "}\nspec: {replicas: " + std::to_string(1 + below(3)) +
                ", template: {metadata: {labels: " + labels() +
                "}, spec: {containers: [{name: c, ports: [{name: " + pick({"postgresql", "http"}) +
                ", containerPort: " + pick({"5432", "8080"}) + "}]}]}}}\n";
    }
    return text;
}

std::string RandomWorld::pods(size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        std::string own = labels();
        own.insert(1, "number: n" + number + ", ");
        text += "---\napiVersion: v1\nkind: Pod\nmetadata: {name: pod-" + number +
                ", namespace: " + pick({"db", "web"}) + ", labels: " + own +
                "}\nspec: {containers: [{name: c, ports: [{containerPort: " + pick({"5432", "8080"}) + "}]}]}\n";
    }
    return text;
}

std::string RandomWorld::selector() {
    std::vector<std::string> parts;
    if (maybe(0.6))
        parts.push_back("matchLabels: {" + pick({"app: a", "app: b", "role: backend", "cnpg.io/cluster: pg"}) + "}");
    if (maybe(0.3)) {
        parts.push_back("matchExpressions: [" +
                        pick({"{key: role, operator: Exists}", "{key: role, operator: DoesNotExist}",
                              "{key: app, operator: In, values: [a, c]}", "{key: app, operator: NotIn, values: [b]}",
                              "{key: role, operator: NotIn, values: [backend, admin]}"}) +
                        "]");
    }
    return "{" + join(parts, ", ") + "}";
}

std::string RandomWorld::peers(const std::string& field) {
    switch (below(6)) {
        case 0:
            return field + "Entities: [" +
                   pick({"cluster", "world", "all", "remote-node", "kube-apiserver", "host", "ingress"}) + "]";
        case 1:
            return field + "CIDRSet: [{cidr: 10.0.0.0/8, except: [10." + std::to_string(below(3)) + ".0.0/16]}]";
        case 4:
            return field + "Endpoints: [{matchLabels: {io.cilium.k8s.namespace.labels.team: " + pick({"red", "blue"}) +
                   "}}]";
        case 5:
            return field + "CIDR: [" + pick({"10.0.0.0/9", "10.128.0.0/9", "10.2.0.0/15", "0.0.0.0/0"}) + "]";
        case 2:
            return field + "Endpoints: [{matchLabels: {io.kubernetes.pod.namespace: " + pick({"web", "ops", "db"}) +
                   "}}]";
        default:
            return field + "Endpoints: [" + selector() + "]";
    }
}

std::string RandomWorld::rule(bool ingress, bool deny) {
    std::string text = "{" + peers(ingress ? "from" : "to");
    if (maybe(0.6)) {
        text += ", toPorts: [{ports: [{port: \"" + pick({"5432", "8000", "8080", "postgresql"}) + "\"" +
                (maybe(0.5) ? ", protocol: TCP" : "") + "}]}]";
    }
    (void)deny;
    return text + "}";
}

std::string RandomWorld::network_policy(const std::string& head) {
    const std::string peer =
        pick({"{podSelector: {matchLabels: {app: a}}}", "{namespaceSelector: {matchLabels: {team: red}}}",
              "{namespaceSelector: {}, podSelector: {matchLabels: {role: backend}}}", "{ipBlock: {cidr: 10.0.0.0/8}}"});
    return "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n" + head +
           "spec: {podSelector: " + pick({"{}", "{matchLabels: {app: b}}"}) +
           ", policyTypes: [Ingress], ingress: [{from: [" + peer + "], ports: [{port: " + pick({"5432", "http"}) +
           "}]}]}\n";
}

std::string RandomWorld::policy(int number) {
    const std::string name = "p" + std::to_string(number);
    const std::string ns = pick({"db", "db", "web", "ops"});
    const bool clusterwide = maybe(0.2);
    const std::string head = "metadata: {name: " + name + (clusterwide ? "" : ", namespace: " + ns) + "}\n";
    if (!clusterwide && maybe(0.2)) return network_policy(head);
    std::vector<std::string> parts = {"endpointSelector: " + selector()};
    const bool ingress = maybe(0.7);
    parts.push_back((ingress ? "ingress: [" : "egress: [") + rule(ingress, false) + "]");
    if (maybe(0.3)) parts.push_back((ingress ? "ingressDeny: [" : "egressDeny: [") + rule(ingress, true) + "]");
    if (maybe(0.1)) parts.emplace_back("enableDefaultDeny: {ingress: false, egress: false}");
    return std::string("---\napiVersion: cilium.io/v2\nkind: Cilium") + (clusterwide ? "Clusterwide" : "") +
           "NetworkPolicy\n" + head + "spec: {" + join(parts, ", ") + "}\n";
}

std::string RandomWorld::policies() {
    std::string text;
    const int count = static_cast<int>(1 + below(6));
    for (int i = 0; i < count; ++i) text += policy(i);
    return text;
}

world::Contents contents_of(const std::string& text) {
    return world::make_contents(world::read_objects({{std::make_shared<const Source>(Source{"w.yaml", text})}}), {});
}

Policies policies_of(const world::Contents& contents) {
    return admit(contents.policies, {});
}

}  // namespace pgreach::reach
