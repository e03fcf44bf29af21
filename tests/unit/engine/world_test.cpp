#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/dns_names.hpp"
#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "engine/world_objects.hpp"
#include "unit/engine/policies.hpp"

namespace pgreach::engine {
namespace {

// What an egress policy of `pg` makes of a flow from it.
Decision egress(const World& world, const std::string& rule, const std::string& to, int port = 443, Cilium cilium = {},
                Protocol protocol = Protocol::tcp) {
    PolicySet policies(std::move(cilium));
    const auto admission = policies.apply(
        policy("  endpointSelector: {matchLabels: {app: pg}}\n  egress: [" + rule + "]\n"), FieldValidation::strict);
    EXPECT_TRUE(admission.in_force()) << describe(admission);
    return evaluate(world, policies, {"pg", to, protocol, port});
}

World small_world() {
    World world;
    world.endpoints = {{.name = "pg", .ns = "default", .labels = {{"app", "pg"}}},
                       {.name = "minio", .ns = "storage", .labels = {{"app", "minio"}}},
                       {.name = "other", .ns = "storage", .labels = {{"app", "other"}}},
                       {.name = "s3", .kind = EndpointKind::cidr, .cidr = "198.51.100.7/32"},
                       {.name = "elsewhere", .kind = EndpointKind::cidr, .cidr = "203.0.113.9/32"}};
    return world;
}

void add(World& world, const std::string& text) {
    for (const auto& object : manifest::read(std::make_shared<const Source>(Source{"o.yaml", text})).manifests) {
        EXPECT_TRUE(add_to_world(object, world)) << object.kind;
    }
}

const std::string minio =
    "apiVersion: v1\nkind: Service\nmetadata: {name: minio, namespace: storage, labels: {tier: backup}}\n"
    "spec: {selector: {app: minio}}\n";
const std::string by_name = "{toServices: [{k8sService: {serviceName: minio, namespace: storage}}]}";

TEST(Services, AreTheirPodsWhereTheyHaveASelector) {
    World world = small_world();
    add(world, minio);
    EXPECT_EQ(egress(world, by_name, "minio").verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, by_name, "other").verdict(), Verdict::deny);
    const std::string by_label = "{toServices: [{k8sServiceSelector: {selector: {matchLabels: {tier: backup}}}}]}";
    EXPECT_EQ(egress(world, by_label, "minio").verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, by_label, "minio").egress.reason,
              "default/p egress[0] allows the endpoints of its toServices on every port");
}

TEST(Services, AreTheirAddressesWhereTheyHaveNone) {
    World world = small_world();
    add(world,
        "apiVersion: v1\nkind: Service\nmetadata: {name: minio, namespace: storage}\nspec: {clusterIP: None}\n"
        "---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: minio, namespace: storage}\n"
        "subsets: [{addresses: [{ip: 198.51.100.7}]}]\n");
    EXPECT_EQ(egress(world, by_name, "s3").verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, by_name, "elsewhere").verdict(), Verdict::deny);
}

// Cilium 1.20.2: a service that there is not leaves an empty list, and beside ports that is everyone.
TEST(Services, OneThatIsNotThereIsEveryoneBesidePortsAndNobodyWithout) {
    const World world = small_world();
    EXPECT_EQ(egress(world, by_name, "minio").verdict(), Verdict::deny);
    const std::string with_ports = by_name.substr(0, by_name.size() - 1) + ", toPorts: [{ports: [{port: \"443\"}]}]}";
    const auto decision = egress(world, with_ports, "elsewhere");
    EXPECT_EQ(decision.verdict(), Verdict::allow);
    EXPECT_THAT(decision.egress.reason, testing::HasSubstr("because no service of its toServices is there"));
    EXPECT_EQ(egress(world, with_ports, "elsewhere", 80).verdict(), Verdict::deny);
}

TEST(Groups, AreMeantByNameAndByLabels) {
    World world = small_world();
    add(world,
        "apiVersion: cilium.io/v2\nkind: CiliumCIDRGroup\nmetadata: {name: backups, labels: {tier: backup}}\n"
        "spec: {externalCIDRs: [198.51.100.0/24]}\n");
    const auto with = [](const std::string& block) { return "{toCIDRSet: [{" + block + "}]}"; };
    for (const std::string block : {"cidrGroupRef: backups", "cidrGroupSelector: {matchLabels: {tier: backup}}"}) {
        EXPECT_EQ(egress(world, with(block), "s3").verdict(), Verdict::allow) << block;
        EXPECT_EQ(egress(world, with(block), "elsewhere").verdict(), Verdict::deny) << block;
        EXPECT_EQ(egress(world, with(block), "minio").verdict(), Verdict::deny) << block;
        EXPECT_EQ(egress(world, with(block + ", except: [198.51.100.7/32]"), "s3").verdict(), Verdict::deny) << block;
    }
    EXPECT_EQ(egress(world, with("cidrGroupRef: others"), "s3").verdict(), Verdict::deny);
}

TEST(Names, AreTheAddressesThatDnsGives) {
    World world = small_world();
    world.dns = {{"s3.example.com", {"198.51.100.7"}}};
    EXPECT_EQ(egress(world, "{toFQDNs: [{matchName: S3.example.com}]}", "s3").verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, "{toFQDNs: [{matchPattern: '*.example.com'}]}", "s3").verdict(), Verdict::allow);
    const auto denied = egress(world, "{toFQDNs: [{matchName: s3.example.com}]}", "elsewhere");
    EXPECT_EQ(denied.verdict(), Verdict::deny);
    EXPECT_THAT(denied.egress.reason, testing::HasSubstr("DNS does not give the address the name s3.example.com"));
}

TEST(Names, PatternsStayWithinALabelButForTheirBeginning) {
    EXPECT_TRUE(is_name_of("*.example.com", "a.example.com"));
    EXPECT_FALSE(is_name_of("*.example.com", "a.b.example.com"));
    EXPECT_FALSE(is_name_of("*.example.com", "example.com"));
    EXPECT_TRUE(is_name_of("**.example.com", "a.b.example.com"));
    EXPECT_FALSE(is_name_of("**.example.com", "example.com"));
    EXPECT_TRUE(is_name_of("sub*.example.com", "subdomain.example.com."));
    EXPECT_TRUE(is_name_of("*", "anything.at.all"));
    EXPECT_FALSE(is_name_of("example.com", "example.org"));
}

// Each pod has names of its own, of any protocol. An egress rule knows those of all pods, if they agree.
TEST(NamedPorts, AreAPodsOwnAndOfAProtocol) {
    World world = small_world();
    world.endpoints[1].named_ports = {{"api", Protocol::tcp, 9000}, {"sync", Protocol::udp, 9001}};
    const std::string api = "{toPorts: [{ports: [{port: api}]}]}";
    EXPECT_EQ(egress(world, api, "minio", 9000).verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, api, "minio", 9001).verdict(), Verdict::deny);
    const std::string sync = "{toPorts: [{ports: [{port: sync, protocol: UDP}]}]}";
    EXPECT_EQ(egress(world, sync, "minio", 9001, {}, Protocol::udp).verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, sync, "minio", 9001).verdict(), Verdict::deny);
    world.endpoints[2].named_ports = {{"api", Protocol::tcp, 9100}};
    EXPECT_EQ(egress(world, api, "minio", 9000).verdict(), Verdict::deny);

    PolicySet policies;
    policies.apply(policy("  endpointSelector: {}\n  ingress: [{toPorts: [{ports: [{port: api}]}]}]\n",
                          "CiliumClusterwideNetworkPolicy"),
                   FieldValidation::strict);
    EXPECT_EQ(evaluate(world, policies, {"pg", "minio", Protocol::tcp, 9000}).verdict(), Verdict::allow);
    EXPECT_EQ(evaluate(world, policies, {"pg", "other", Protocol::tcp, 9000}).verdict(), Verdict::deny);
    EXPECT_EQ(evaluate(world, policies, {"pg", "other", Protocol::tcp, 9100}).verdict(), Verdict::allow);
}

TEST(ApiServer, OnAnotherNodeItIsARemoteNodeAndOutsideAnAddress) {
    World world = small_world();
    world.endpoints.push_back({.name = "inside", .kind = EndpointKind::kube_apiserver});
    world.endpoints.push_back({.name = "outside", .kind = EndpointKind::kube_apiserver, .cidr = "203.0.113.1/32"});
    const std::string nodes = "{toEntities: [remote-node]}";
    EXPECT_EQ(egress(world, nodes, "inside").verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, nodes, "outside").verdict(), Verdict::deny);
    const std::string block = "{toCIDR: [203.0.113.0/24]}";
    EXPECT_EQ(egress(world, block, "inside").verdict(), Verdict::deny);
    EXPECT_EQ(egress(world, block, "outside").verdict(), Verdict::allow);
    for (const char* to : {"inside", "outside"}) {
        EXPECT_EQ(egress(world, "{toEntities: [kube-apiserver]}", to).verdict(), Verdict::allow) << to;
    }
}

TEST(World, KnowsLabelsOfNamespacesAndServiceAccounts) {
    World world = small_world();
    add(world, "apiVersion: v1\nkind: Namespace\nmetadata: {name: storage, labels: {team: data}}\n");
    world.endpoints[1].service_account = "minio";
    EXPECT_EQ(
        egress(world, "{toEndpoints: [{matchLabels: {io.cilium.k8s.namespace.labels.team: data}}]}", "minio").verdict(),
        Verdict::allow);
    const std::string account =
        "{toEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: storage, "
        "io.cilium.k8s.policy.serviceaccount: minio}}]}";
    EXPECT_EQ(egress(world, account, "minio").verdict(), Verdict::allow);
    EXPECT_EQ(egress(world, account, "other").verdict(), Verdict::deny);
}

// A template whose list was empty: the API server drops the field, and everyone is let in.
TEST(World, ANullListOpensThePort) {
    const auto examined =
        examine(policy("  endpointSelector: {matchLabels: {app: pg}}\n  ingress:\n  - fromEndpoints:\n"
                       "    toPorts: [{ports: [{port: \"5432\"}]}]\n"),
                FieldValidation::strict);
    EXPECT_EQ(examined.admission.result, AdmissionResult::accepted);
    ASSERT_EQ(examined.nulls.size(), 1U);
    EXPECT_EQ(examined.nulls[0].path, "spec.ingress[0].fromEndpoints");
    PolicySet policies;
    policies.apply(examined);
    EXPECT_EQ(evaluate(small_world(), policies, {"other", "pg", Protocol::tcp, 5432}).verdict(), Verdict::allow);
}

TEST(World, AnHttpMethodIsARegularExpression) {
    const auto error =
        examine(policy("  endpointSelector: {}\n  ingress: [{toPorts: [{ports: [{port: \"80\", protocol: "
                       "TCP}], rules: {http: [{method: \"*\"}]}}]}]\n"),
                FieldValidation::strict)
            .admission.agent_error;
    EXPECT_EQ(error,
              "Invalid CiliumNetworkPolicy spec: error parsing regexp: missing argument to repetition operator: `*`");
}

// What a reader of a record is shown: the rule that decides, or the one that comes nearest, with its line.
TEST(World, ADecisionNamesTheRuleAndWhereItStands) {
    PolicySet policies;
    policies.apply(policy("  endpointSelector: {matchLabels: {app: pg}}\n  ingress:\n"
                          "  - fromEndpoints: [{matchLabels: {app: other, io.kubernetes.pod.namespace: storage}}]\n"
                          "    toPorts: [{ports: [{port: \"5432\"}]}]\n  - fromEntities: [host]\n"),
                   FieldValidation::strict);
    const World world = small_world();
    const auto allowed = evaluate(world, policies, {"other", "pg", Protocol::tcp, 5432}).deciding().rule;
    ASSERT_TRUE(allowed);
    EXPECT_EQ(allowed->path, "ingress[0]");
    EXPECT_EQ(allowed->mark.line, 7);
    EXPECT_TRUE(allowed->decides);
    const auto denied = evaluate(world, policies, {"other", "pg", Protocol::tcp, 8000}).deciding().rule;
    ASSERT_TRUE(denied);
    EXPECT_EQ(denied->path, "ingress[0]");
    EXPECT_FALSE(denied->decides);
    EXPECT_FALSE(evaluate(world, policies, {"pg", "other", Protocol::tcp, 80}).deciding().rule) << "nothing selects it";
}

TEST(World, PoliciesConcerningAFlowAreThoseOfItsSides) {
    PolicySet policies;
    const auto closed = [](const char* app) {
        return "  endpointSelector: {matchLabels: {app: " + std::string(app) + "}}\n  ingress: [{}]\n";
    };
    policies.apply(policy(closed("pg"), "CiliumNetworkPolicy", "of-target"), FieldValidation::strict);
    policies.apply(policy(closed("elsewhere"), "CiliumNetworkPolicy", "of-nobody"), FieldValidation::strict);
    policies.apply(policy("  endpointSelector: {matchLabels: {app: other}}\n  egress: [{toEntities: [all]}]\n",
                          "CiliumClusterwideNetworkPolicy", "of-peer"),
                   FieldValidation::strict);
    std::vector<std::string> names;
    const auto concerning = Evaluator(small_world(), policies).concerning({"other", "pg", Protocol::tcp, 5432});
    for (const auto& one : concerning) names.push_back(one.name);
    EXPECT_EQ(names, (std::vector<std::string>{"of-target", "of-peer"}));
}

}  // namespace
}  // namespace pgreach::engine
