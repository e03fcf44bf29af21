#include "thorough/random_corpus.hpp"

#include "model/cnpg.hpp"
#include "yaml/reader.hpp"

namespace pgreach::lint {
namespace {

using Vocabulary = std::vector<std::string>;

const Vocabulary some_namespaces = {"db", "db", "shop", "cnpg-system"};
const Vocabulary some_subjects = {"{}",
                                  "{}",
                                  "{matchLabels: {cnpg.io/cluster: pg}}",
                                  "{matchLabels: {cnpg.io/cluster: pg}}",
                                  "{matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: instance}}",
                                  "{matchLabels: {cnpg.io/poolerName: pg-rw}}",
                                  "{matchLabels: {app: a}}",
                                  "{matchLabels: {app.kubernetes.io/name: cloudnative-pg}}",
                                  "{matchExpressions: [{key: app, operator: NotIn, values: [a]}]}"};
const Vocabulary some_peers = {
    "{}",
    "{matchLabels: {app: a}}",
    "{matchLabels: {app: a, env: x}}",
    "{matchLabels: {cnpg.io/cluster: pg}}",
    "{matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: instance}}",
    "{matchLabels: {io.kubernetes.pod.namespace: cnpg-system}}",
    "{matchLabels: {io.kubernetes.pod.namespace: db}}",
    "{matchExpressions: [{key: app, operator: In, values: [a, b]}]}",
    "{matchExpressions: [{key: io.kubernetes.pod.namespace, operator: NotIn, values: [shop]}]}"};
const Vocabulary some_entities = {"all", "cluster", "world", "kube-apiserver", "host", "remote-node"};
const Vocabulary some_blocks = {"0.0.0.0/0", "203.0.113.0/24", "203.0.113.7/32"};
const Vocabulary some_sets = {"{cidr: 0.0.0.0/0, except: [203.0.113.0/24]}", "{cidr: 203.0.113.0/24}",
                              "{cidrGroupRef: office}"};
const Vocabulary some_names = {"{matchName: s3.example.com}", "{matchPattern: '*.example.com'}",
                               "{matchName: sts.example.org}"};
const Vocabulary some_services = {"{k8sService: {serviceName: minio, namespace: db}}",
                                  "{k8sService: {serviceName: vault, namespace: shop}}"};
const Vocabulary some_ports = {"{port: '5432', protocol: TCP}",
                               "{port: '8000'}",
                               "{port: '53', protocol: ANY}",
                               "{port: '443', protocol: TCP}",
                               "{port: postgresql}",
                               "{port: '9187', protocol: TCP}",
                               "{port: '5000', endPort: 9000}",
                               "{port: '0', protocol: TCP}"};
const Vocabulary some_network_peers = {"{podSelector: {}}",
                                       "{podSelector: {matchLabels: {app: a}}}",
                                       "{podSelector: {matchLabels: {cnpg.io/cluster: pg}}}",
                                       "{namespaceSelector: {}}",
                                       "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: cnpg-system}}}",
                                       "{ipBlock: {cidr: 0.0.0.0/0, except: [203.0.113.0/24]}}"};
const Vocabulary some_network_ports = {"{port: 5432}", "{port: 8000, protocol: TCP}", "{port: 53, protocol: UDP}",
                                       "{port: status}"};
const Vocabulary some_objects = {
    "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: pg, namespace: db}, spec: {instances: 3}}",
    "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: pg, namespace: db}, spec: {instances: 1, "
    "backup: {barmanObjectStore: {destinationPath: 's3://b', endpointURL: 'https://s3.example.com'}}}}",
    "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: pg, namespace: db}, spec: {instances: 2, "
    "monitoring: {enablePodMonitor: true}, plugins: [{name: barman-cloud.cloudnative-pg.io}]}}",
    "{apiVersion: postgresql.cnpg.io/v1, kind: Pooler, metadata: {name: pg-rw, namespace: db}, spec: {cluster: {name: "
    "pg}, type: rw}}"};

}  // namespace

std::string RandomCorpus::rules(const std::string& section, const std::string& side) {
    std::string list;
    for (int i = 1 + number(3); i > 0; --i) {
        const bool outward = side == "to";
        Vocabulary who = {side + "Endpoints: [" + one_of(some_peers) + ", " + one_of(some_peers) + "]",
                          side + "Endpoints: [" + one_of(some_peers) + "]",
                          side + "Entities: [" + one_of(some_entities) + ", " + one_of(some_entities) + "]",
                          side + "CIDR: [" + one_of(some_blocks) + ", " + one_of(some_blocks) + "]",
                          side + "CIDRSet: [" + one_of(some_sets) + ", " + one_of(some_sets) + "]"};
        if (outward && section == "egress") {
            who.push_back("toFQDNs: [" + one_of(some_names) + ", " + one_of(some_names) + "]");
            who.push_back("toServices: [" + one_of(some_services) + ", " + one_of(some_services) + "]");
        }
        std::string rule = chance(8) ? "" : one_of(who);
        if (!chance(3)) rule += (rule.empty() ? "" : ", ") + ("toPorts: [{ports: [" + one_of(some_ports)) + "]}]";
        list += (list.empty() ? "" : ", ") + ("{" + rule) + "}";
    }
    return section + ": [" + list + "]";
}

std::string RandomCorpus::cilium_policy(int index) {
    const bool clusterwide = chance(6);
    std::string spec = "endpointSelector: " + one_of(some_subjects);
    if (chance(5)) spec += ", enableDefaultDeny: {ingress: " + std::string(chance(2) ? "true" : "false") + "}";
    const int which = number(7);
    if (which != 0) spec += ", " + rules("ingress", "from");
    if (which < 2) spec += ", " + rules("egress", "to");
    if (which == 6) spec += ", " + rules("ingressDeny", "from");
    const std::string kind = clusterwide ? "CiliumClusterwideNetworkPolicy" : "CiliumNetworkPolicy";
    const std::string ns = clusterwide ? "" : ", namespace: " + one_of(some_namespaces);
    return "{apiVersion: cilium.io/v2, kind: " + kind + ", metadata: {name: p" + std::to_string(index) + ns +
           "}, spec: {" + spec + "}}";
}

std::string RandomCorpus::network_policy(int index) {
    const auto list = [this](const std::string& side) {
        std::string rules;
        for (int i = number(3); i > 0; --i) {
            std::string rule =
                chance(4) ? "" : side + ": [" + one_of(some_network_peers) + ", " + one_of(some_network_peers) + "]";
            if (chance(2)) rule += (rule.empty() ? "" : ", ") + ("ports: [" + one_of(some_network_ports)) + "]";
            rules += (rules.empty() ? "" : ", ") + ("{" + rule) + "}";
        }
        return "[" + rules + "]";
    };
    const bool outward = chance(3);
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n" + std::to_string(index) +
           ", namespace: " + one_of(some_namespaces) + "}, spec: {podSelector: " + one_of(some_subjects) +
           (outward ? ", policyTypes: [Egress], egress: " + list("to") : ", ingress: " + list("from")) + "}}";
}

Corpus RandomCorpus::make() {
    Corpus corpus{{}, world({"db", "shop"}, "pg")};
    const auto add = [&corpus](const std::string& text) {
        const std::string name = "f" + std::to_string(corpus.files.size()) + ".json";
        const auto written = std::make_shared<const Source>(Source{name, text});
        const auto read = yaml::read(written);
        corpus.files.push_back(std::make_shared<const Source>(Source{name, yaml::to_json(read.documents.at(0))}));
    };
    for (int i = 1 + number(4); i > 0; --i) add(chance(4) ? network_policy(i) : cilium_policy(i));
    if (chance(2)) add(some_objects[static_cast<size_t>(number(3))]);
    if (chance(4)) add(some_objects.back());
    return corpus;
}

World RandomCorpus::world(const std::vector<std::string>& namespaces, const std::string& cluster) {
    World world;
    const auto pod = [&world](const std::string& ns, const Labels& labels) {
        world.endpoints.push_back({.name = "p" + std::to_string(world.endpoints.size()), .ns = ns, .labels = labels});
    };
    const auto applications = [&pod](const std::string& ns) {
        pod(ns, {{"app", "a"}});
        pod(ns, {{"app", "a"}, {"env", "x"}});
        pod(ns, {{"app", "b"}});
    };
    for (const auto& ns : namespaces) {
        applications(ns);
        pod(ns, cnpg::instance_labels(cluster, 1, cnpg::primary_role));
        pod(ns, cnpg::instance_labels(cluster, 2, cnpg::replica_role));
        pod(ns, cnpg::job_labels(cluster, 3, "join"));
        pod(ns, cnpg::pooler_labels(cluster, cluster + "-rw"));
    }
    applications("cnpg-system");
    pod("cnpg-system", cnpg::operator_labels());
    pod("cnpg-system", cnpg::barman_plugin_labels());
    pod("kube-system", {{"k8s-app", "kube-dns"}});
    pod("monitoring", {{cnpg::app_label, "prometheus"}});
    world.endpoints.push_back({.name = "host", .kind = EndpointKind::host});
    world.endpoints.push_back({.name = "node", .kind = EndpointKind::remote_node});
    world.endpoints.push_back({.name = "api", .kind = EndpointKind::kube_apiserver});
    world.endpoints.push_back({.name = "world", .kind = EndpointKind::world});
    world.endpoints.push_back({.name = "office", .kind = EndpointKind::cidr, .cidr = "203.0.113.7/32"});
    world.endpoints.push_back({.name = "elsewhere", .kind = EndpointKind::cidr, .cidr = "198.51.100.9/32"});
    world.named_ports = cnpg::instance_ports();
    world.cidr_groups = {{.name = "office", .blocks = {"203.0.113.0/24"}}};
    world.services = {{.ns = "db", .name = "minio", .selector = {{"app", "a"}}}};
    world.dns = {{"s3.example.com", {"198.51.100.9"}}};
    return world;
}

}  // namespace pgreach::lint
