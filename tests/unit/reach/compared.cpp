#include "unit/reach/compared.hpp"

#include "unit/reach/random_world.hpp"

namespace pgreach::reach {

const char* const compared_objects =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: db}\nspec: {instances: 1}\n"
    "---\n"
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: web}\nspec: {replicas: 2, template: "
    "{metadata: "
    "{labels: {app: api, role: backend}}, spec: {containers: [{name: c}]}}}\n"
    "---\n"
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: site, namespace: web}\nspec: {replicas: 2, template: "
    "{metadata: "
    "{labels: {app: site}}, spec: {containers: [{name: c}]}}}\n"
    "---\n"
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: web, labels: {team: shop}}\n";

std::string cilium_policy(const std::string& name, const std::string& spec, const std::string& ns) {
    return "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: " + name + ", namespace: " + ns +
           "}\nspec: {" + spec + "}\n";
}

std::string plain(const std::string& name, const std::string& spec) {
    return "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: " + name +
           ", namespace: db}\nspec: {" + spec + "}\n";
}

std::string let_in(const std::string& name, const std::string& peers, const std::string& port) {
    return cilium_policy(
        name, "endpointSelector: {}, ingress: [{" + peers + ", toPorts: [{ports: [{port: \"" + port + "\"}]}]}]");
}

std::vector<std::string> lines_of(const std::vector<FlowChange>& changes) {
    std::vector<std::string> lines;
    for (const auto& change : changes) {
        for (const auto& subject : change.subjects) {
            for (const auto& span : change.ports) {
                const std::string port = span.rest ? to_text(span) : std::to_string(span.first);
                const std::string ends = subject.name + ":" + port + (change.egress ? " to " : " ");
                for (const auto& party : change.peers) lines.push_back(ends + party.name);
                for (const auto& peers : change.classes) lines.push_back(ends + "~" + peers);
            }
        }
    }
    return lines;
}

Comparison compare_texts(const std::string& before, const std::string& after, bool all) {
    const auto old_contents = contents_of(compared_objects + before),
               new_contents = contents_of(compared_objects + after);
    const auto old_policies = policies_of(old_contents), new_policies = policies_of(new_contents);
    return compare({"old", old_contents, old_policies}, {"new", new_contents, new_policies}, all);
}

}  // namespace pgreach::reach
