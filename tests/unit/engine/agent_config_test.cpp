#include "engine/agent_config_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/agent_config_text.hpp"
#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "engine/label_filter.hpp"
#include "unit/engine/policies.hpp"

namespace pgreach::engine {
namespace {

Result<ReadAgentConfig> read(const std::string& text) {
    return read_agent_config(std::make_shared<const Source>(Source{"cilium.yaml", text}));
}
AgentConfig config(const std::string& text) {
    const auto result = read(text);
    EXPECT_TRUE(result) << result.error().message;
    return result ? result->config : AgentConfig{};
}

TEST(AgentConfig, WhatIsNotSaidIsAsInstalled) {
    EXPECT_EQ(config("kind: ConfigMap\napiVersion: v1\ndata: {}\n"), AgentConfig{});
    EXPECT_EQ(config("image: {tag: v1.19.5}\n"), AgentConfig{});
}

TEST(AgentConfig, ReadsTheConfigMap) {
    const auto read = config(R"(
apiVersion: v1
kind: ConfigMap
metadata: {name: cilium-config, namespace: kube-system}
data:
  enable-policy: always
  policy-audit-mode: "true"
  labels: "k8s:app k8s:!pod-template-hash"
  policy-cidr-match-mode: nodes
  cluster-name: east
  policy-default-local-cluster: "false"
  enable-node-selector-labels: "true"
  enable-extended-ip-protocols: "true"
  enable-host-firewall: "true"
  enable-k8s-networkpolicy: "false"
  enable-l7-proxy: "false"
  policy-deny-response: icmp
)");
    EXPECT_EQ(read.enforcement, EnforcementMode::always);
    EXPECT_TRUE(read.audit);
    EXPECT_THAT(read.labels, testing::ElementsAre("k8s:app", "k8s:!pod-template-hash"));
    EXPECT_TRUE(read.blocks_match_nodes);
    EXPECT_EQ(read.cluster_name, "east");
    EXPECT_EQ(read.peers_of_local_cluster, false);
    EXPECT_TRUE(read.node_selector_labels && read.extended_ip_protocols && read.host_firewall);
    EXPECT_FALSE(read.network_policies || read.layer7_proxy);
    EXPECT_EQ(read.deny_response, DenyResponse::icmp);
}

TEST(AgentConfig, TellsTheSettingsThatAreNotAsInstalled) {
    EXPECT_TRUE(settings_of(Cilium()).empty());
    const auto told =
        settings_of({{1, 18},
                     config("kind: ConfigMap\napiVersion: v1\ndata: {enable-policy: always, labels: 'k8s:app !k8s:x', "
                            "enable-l7-proxy: 'false', policy-default-local-cluster: 'true'}\n")});
    EXPECT_THAT(
        told, testing::ElementsAre(testing::Pair("enable-l7-proxy", "false"), testing::Pair("enable-policy", "always"),
                                   testing::Pair("labels", "k8s:app !k8s:x"),
                                   testing::Pair("policy-default-local-cluster", "true")));
    EXPECT_EQ(settings_of({{1, 20},
                           config("kind: ConfigMap\napiVersion: v1\ndata: {policy-default-local-cluster: "
                                  "'true'}\n")})
                  .size(),
              0U)
        << "as 1.20 is installed";
}

TEST(AgentConfig, ReadsValuesOfTheChart) {
    const auto read = config(R"(
policyEnforcementMode: Always
policyAuditMode: true
policyCIDRMatchMode: [nodes]
cluster: {name: east}
clustermesh: {policyDefaultLocalCluster: true}
hostFirewall: {enabled: true}
l7Proxy: false
extraConfig: {enable-extended-ip-protocols: "true", enable-k8s-networkpolicy: "false"}
)");
    EXPECT_EQ(read.enforcement, EnforcementMode::always);
    EXPECT_TRUE(read.audit && read.blocks_match_nodes && read.host_firewall && read.extended_ip_protocols);
    EXPECT_FALSE(read.layer7_proxy || read.network_policies);
    EXPECT_EQ(read.cluster_name, "east");
    EXPECT_EQ(read.peers_of_local_cluster, true);
}

TEST(AgentConfig, NamesWhatIsSetAndNotFollowed) {
    const auto result = read("enableNonDefaultDenyPolicies: false\nextraConfig: {allow-localhost: policy}\n");
    ASSERT_TRUE(result);
    EXPECT_THAT(result->not_followed,
                testing::ElementsAre("allow-localhost: policy", "enable-non-default-deny-policies: false"));
}

TEST(AgentConfig, AWrongValueIsNamedWithItsPlace) {
    EXPECT_THAT(
        read("policyEnforcementMode: sometimes\n").error().message,
        testing::AllOf(testing::HasSubstr("cilium.yaml:1:24"),
                       testing::HasSubstr("enable-policy is 'sometimes'; it should be default, always or never")));
    EXPECT_THAT(read("labels: \"k8s:(app\"\n").error().message, testing::HasSubstr("missing closing )"));
    EXPECT_THAT(read("apiVersion: v1\nkind: Pod\n").error().message, testing::HasSubstr("a Pod is neither"));
    EXPECT_THAT(read("- a\n").error().message, testing::HasSubstr("neither the ConfigMap"));
    EXPECT_FALSE(read("a: {\n"));
}

// The agent starts with it, so a cluster that has it can be tested.
TEST(AgentConfig, AFilterThatIsHardlyMeantIsFollowed) {
    EXPECT_THAT(config("labels: \"!k8s:app\"\n").labels, testing::ElementsAre("!k8s:app"));
    EXPECT_THAT(LabelFilter::remark_on("!k8s:app"), testing::HasSubstr("to leave out is 'k8s:!app'"));
    EXPECT_EQ(LabelFilter::remark_on("k8s:!app"), "");
}

bool keeps(const std::vector<std::string>& labels, std::string_view key, CiliumVersion version = {}) {
    Cilium cilium(version);
    cilium.config.labels = labels;
    return LabelFilter(cilium).keeps("k8s", key);
}

TEST(LabelFilter, KeepsAllButTheAgentsOwnList) {
    EXPECT_TRUE(keeps({}, "app"));
    EXPECT_TRUE(keeps({}, "app.kubernetes.io/name"));
    EXPECT_FALSE(keeps({}, "pod-template-hash"));
    EXPECT_FALSE(keeps({}, "kubernetes.io/arch"));
    EXPECT_FALSE(keeps({}, "x.beta.kubernetes.io/y"));
    EXPECT_TRUE(keeps({}, "io.kubernetes.pod.namespace"));
    EXPECT_FALSE(keeps({}, "topology.kubernetes.io/zone"));
    EXPECT_TRUE(keeps({}, "topology.kubernetes.io/zone", {1, 19}));
}

TEST(LabelFilter, AnIncludeOfTheUsersLeavesOutTheRest) {
    EXPECT_TRUE(keeps({"k8s:app"}, "app"));
    EXPECT_FALSE(keeps({"k8s:app"}, "role"));
    EXPECT_TRUE(keeps({"k8s:app"}, "io.kubernetes.pod.namespace"));
    EXPECT_FALSE(keeps({"reserved:app"}, "app"));
    EXPECT_TRUE(keeps({"k8s:^(app|role)$"}, "role"));
    EXPECT_FALSE(keeps({"k8s:^(app|role)$"}, "roles"));
}

TEST(LabelFilter, TheLongerMatchDecides) {
    EXPECT_FALSE(keeps({"k8s:!cnpg"}, "cnpg.io/cluster"));
    EXPECT_TRUE(keeps({"k8s:!cnpg"}, "app"));
    EXPECT_TRUE(keeps({"k8s:!cnpg", "k8s:cnpg.io/cluster", "k8s:.*"}, "cnpg.io/cluster"));
    // The agent leaves out io.kubernetes itself: the shorter of the two counts, and the included part is longer.
    EXPECT_TRUE(keeps({"!io\\.kubernetes\\.pod\\.namespace"}, "io.kubernetes.pod.namespace"));
}

const World three_pods = {
    {{.name = "pg", .ns = "default", .labels = {{"role", "db"}}},
     {.name = "app", .ns = "default", .labels = {{"role", "app"}}},
     {.name = "node", .kind = EndpointKind::remote_node, .labels = {{"zone", "a"}}, .ip = "192.0.2.9"}}};

Decision judged(const AgentConfig& config, const std::string& spec, const std::string& from,
                const std::string& kind = "CiliumNetworkPolicy") {
    PolicySet policies(Cilium({}, config));
    EXPECT_EQ(policies.apply(policy(spec, kind), FieldValidation::strict).result, AdmissionResult::accepted);
    return evaluate(three_pods, policies, {from, "pg", Protocol::tcp, 5432});
}

const std::string from_app =
    "  endpointSelector: {matchLabels: {role: db}}\n  ingress: [{fromEndpoints: [{matchLabels: {role: app}}]}]\n";

TEST(AgentConfig, ALabelThatTheFilterLeavesOutSelectsNobody) {
    EXPECT_EQ(judged({}, from_app, "node").verdict(), Verdict::deny);
    EXPECT_EQ(judged({.labels = {"k8s:app"}}, from_app, "node").verdict(), Verdict::allow);
}

TEST(AgentConfig, InAuditModeADenialIsToldAndLetThrough) {
    const auto decision = judged({.audit = true}, from_app, "node");
    EXPECT_EQ(decision.verdict(), Verdict::allow);
    EXPECT_EQ(decision.ingress.verdict, Verdict::deny);
    EXPECT_TRUE(decision.ingress.audited);
    EXPECT_FALSE(judged({.audit = true}, from_app, "app").ingress.audited);
    PolicySet policies(Cilium({}, {.audit = true}));
    policies.apply(policy(from_app), FieldValidation::strict);
    EXPECT_TRUE(Evaluator(three_pods, policies).matrix(Protocol::tcp, 5432).allows(2, 0));
}

TEST(AgentConfig, BlocksMatchNodesOnlyWhereTheAgentIsToldSo) {
    const std::string spec = "  endpointSelector: {}\n  ingress: [{fromCIDR: [192.0.2.0/24]}]\n";
    EXPECT_EQ(judged({}, spec, "node").verdict(), Verdict::deny);
    EXPECT_EQ(judged({.blocks_match_nodes = true}, spec, "node").verdict(), Verdict::allow);
}

TEST(AgentConfig, NodesAreChosenByTheirLabelsWithAnOption) {
    const std::string spec = "  endpointSelector: {}\n  ingress: [{fromNodes: [{matchLabels: {zone: ZONE}}]}]\n";
    const auto in_zone = [&spec](const std::string& zone) {
        std::string text = spec;
        return text.replace(text.find("ZONE"), 4, zone);
    };
    EXPECT_EQ(judged({.node_selector_labels = true}, in_zone("a"), "node").verdict(), Verdict::allow);
    EXPECT_EQ(judged({.node_selector_labels = true}, in_zone("b"), "node").verdict(), Verdict::deny);
    EXPECT_EQ(judged({.node_selector_labels = true}, in_zone("a"), "app").verdict(), Verdict::deny);
}

TEST(AgentConfig, NetworkPoliciesCanBeSwitchedOff) {
    const std::string closed = "  podSelector: {}\n";
    EXPECT_EQ(judged({}, closed, "app", "NetworkPolicy").verdict(), Verdict::deny);
    EXPECT_EQ(judged({.network_policies = false}, closed, "app", "NetworkPolicy").verdict(), Verdict::allow);
}

TEST(AgentConfig, ThePeersOfAnotherClusterNameAreSoughtThere) {
    const std::string entity = "  endpointSelector: {}\n  ingress: [{fromEntities: [cluster]}]\n";
    EXPECT_EQ(judged({.cluster_name = "east"}, entity, "app").verdict(), Verdict::allow);
    const std::string named =
        "  endpointSelector: {}\n  ingress: [{fromEndpoints: [{matchLabels: "
        "{io.cilium.k8s.policy.cluster: default}}]}]\n";
    EXPECT_EQ(judged({.cluster_name = "east"}, named, "app").verdict(), Verdict::deny);
    EXPECT_EQ(judged({}, named, "app").verdict(), Verdict::allow);
}

TEST(AgentConfig, TheHostFirewallJudgesPoliciesForNodes) {
    const auto clusterwide = [](const AgentConfig& config) {
        PolicySet policies(Cilium({}, config));
        policies.apply(policy("  nodeSelector: {matchLabels: {zone: a}}\n  ingress: [{fromEntities: [world]}]\n",
                              "CiliumClusterwideNetworkPolicy"),
                       FieldValidation::strict);
        return evaluate(three_pods, policies, {"app", "node", Protocol::tcp, 22}).verdict();
    };
    EXPECT_EQ(clusterwide({}), Verdict::allow);
    EXPECT_EQ(clusterwide({.host_firewall = true}), Verdict::deny);
}

TEST(AgentConfig, ExtendedProtocolsNeedTheirOption) {
    const std::string spec = "  endpointSelector: {}\n  egress: [{toPorts: [{ports: [{protocol: GRE}]}]}]\n";
    EXPECT_EQ(examine(policy(spec), FieldValidation::strict).admission.agent_error,
              "Invalid CiliumNetworkPolicy spec: port must be specified");
    EXPECT_EQ(
        examine(policy(spec), FieldValidation::strict, Cilium({}, {.extended_ip_protocols = true})).admission.result,
        AdmissionResult::accepted);
}

TEST(AgentConfig, Layer7RulesNeedTheProxy) {
    const std::string spec =
        "  endpointSelector: {}\n  ingress: [{toPorts: [{ports: [{port: \"80\", protocol: TCP}], "
        "rules: {http: [{method: GET}]}}]}]\n";
    EXPECT_EQ(examine(policy(spec), FieldValidation::strict, Cilium({}, {.layer7_proxy = false})).admission.agent_error,
              "Invalid CiliumNetworkPolicy spec: L7 policy is not supported since L7 proxy is not enabled");
}

}  // namespace
}  // namespace pgreach::engine
