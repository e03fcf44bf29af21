#include "reach/forecast.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>

#include "unit/reach/compared.hpp"
#include "unit/reach/random_world.hpp"

namespace pgreach::reach {
namespace {

using engine::Behaviour;
using engine::Cilium;
using engine::CiliumVersion;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Forecast forecast_of(const std::string& policies, const Cilium& from, const Cilium& to) {
    const auto objects =
        world::read_objects({{std::make_shared<const Source>(Source{"w.yaml", compared_objects + policies})}});
    const auto make = [&objects](const Cilium& cilium) -> Result<world::Contents> {
        return world::make_contents(objects, cilium);
    };
    auto found = forecast(objects, make, from, to, true);
    EXPECT_TRUE(found) << found.error().message;
    return *std::move(found);
}

TEST(Forecast, GoesFromOneMinorReleaseToTheNext) {
    std::vector<std::string> releases;
    for (const auto release : releases_between({1, 16, 5}, {1, 19, 2})) releases.push_back(engine::to_string(release));
    EXPECT_THAT(releases, ::testing::ElementsAre("1.16.5", "1.17", "1.18", "1.19.2"));
}

TEST(Forecast, OfWhatMeansTheSameInEachNothingIsSaid) {
    const auto found = forecast_of(let_in("a", "fromEndpoints: [{matchLabels: {role: backend}}]"), {1, 16}, {1, 20});
    EXPECT_TRUE(found.empty()) << to_text(found);
    EXPECT_EQ(found.steps.size(), 4U);
}

TEST(Forecast, NamesThePolicyTheReasonAndWhatToWrite) {
    const auto found =
        forecast_of(cilium_policy("default-deny", "endpointSelector: {}, ingress: []"), {1, 16}, {1, 20});
    ASSERT_EQ(found.steps[0].reasons.size(), 1U);
    EXPECT_THAT(found.steps[0].reasons[0].policies, ::testing::ElementsAre("CiliumNetworkPolicy db/default-deny"));
    EXPECT_THAT(to_text(found), HasSubstr("write instead: write one empty rule, `ingress: [{}]`"));
    for (size_t i = 1; i < found.steps.size(); ++i) EXPECT_TRUE(found.steps[i].comparison.empty());
    EXPECT_THAT(to_markdown(found), HasSubstr("rejected"));
    EXPECT_THAT(to_sarif(found), HasSubstr("pgreach forecast"));
    EXPECT_THAT(to_json(found), HasSubstr("pgreach.forecast/v1"));
}

TEST(Forecast, ForEachDifferenceThereIsWhatToWrite) {
    for (const auto& difference : engine::differences()) {
        EXPECT_THAT(advice_for(difference.behaviour), ::testing::Not(IsEmpty())) << difference.text;
    }
}

TEST(Forecast, WhereNeedsAloneChangeTheReasonIsTold) {
    const auto objects = world::read_objects({{std::make_shared<const Source>(
        Source{"w.yaml",
               cilium_policy("empty",
                             "endpointSelector: {matchLabels: {cnpg.io/cluster: pg, cnpg.io/podRole: "
                             "instance}}, ingress: [{fromEndpoints: [], toPorts: [{ports: [{port: \"5432\"}]}]}]")})}});
    const auto make = [&objects](const Cilium& cilium) -> Result<world::Contents> {
        return world::make_contents(objects, cilium);
    };
    const auto found = forecast(objects, make, {1, 15}, {1, 16}, false);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_FALSE(found->steps[0].comparison.unmet.empty()) << to_text(*found);
    ASSERT_EQ(found->steps[0].reasons.size(), 1U) << to_text(*found);
    EXPECT_THAT(found->steps[0].reasons[0].policies, ::testing::ElementsAre("CiliumNetworkPolicy db/empty"));
    EXPECT_THAT(to_text(*found), HasSubstr("admissions and needs alone"));
}

// A difference of the table, between which releases, and a policy that depends on it.
struct Dependent {
    Behaviour behaviour;
    CiliumVersion from;
    CiliumVersion to;
    std::string policies;
    engine::AgentConfig config = {};
};
void PrintTo(const Dependent& dependent, std::ostream* out) {
    *out << static_cast<int>(dependent.behaviour);
}

class Depends : public ::testing::TestWithParam<Dependent> {};

TEST_P(Depends, IsTheReason) {
    const auto& [behaviour, from, to, policies, config] = GetParam();
    const auto found = forecast_of(policies, Cilium(from, config), Cilium(to, config));
    const auto difference = std::find_if(engine::differences().begin(), engine::differences().end(),
                                         [&, wanted = behaviour](const auto& one) { return one.behaviour == wanted; });
    ASSERT_EQ(found.steps.size(), 1U);
    EXPECT_THAT(found.steps[0].reasons, Contains(Field(&UpgradeReason::text, std::string(difference->text))))
        << to_text(found);
}

const std::string long_key(61, 'x');

std::string ingress(const std::string& rule) {
    return cilium_policy("p", "endpointSelector: {}, ingress: [" + rule + "]");
}
std::string egress(const std::string& rule) {
    return cilium_policy("p", "endpointSelector: {}, egress: [" + rule + "]");
}
engine::AgentConfig always() {
    engine::AgentConfig config;
    config.enforcement = engine::EnforcementMode::always;
    return config;
}
engine::AgentConfig in_mesh() {
    engine::AgentConfig config;
    config.cluster_name = "east";
    return config;
}

const std::string at_5432 = "toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]";

INSTANTIATE_TEST_SUITE_P(
    Forecast, Depends,
    ::testing::Values(
        Dependent{
            Behaviour::empty_list_selects_nobody, {1, 15}, {1, 16}, ingress("{fromEndpoints: [], " + at_5432 + "}")},
        Dependent{Behaviour::namespace_labels_lift_it,
                  {1, 15},
                  {1, 16},
                  ingress("{fromEndpoints: [{matchLabels: {io.cilium.k8s.namespace.labels.team: shop}}]}")},
        Dependent{Behaviour::network_policy_port_ranges,
                  {1, 15},
                  {1, 16},
                  plain("p", "podSelector: {}, ingress: [{ports: [{port: 5000, endPort: 6000}]}]")},
        Dependent{
            Behaviour::rejects_empty_rule, {1, 16}, {1, 17}, cilium_policy("p", "endpointSelector: {}, ingress: []")},
        Dependent{Behaviour::checks_deny_rules,
                  {1, 16},
                  {1, 17},
                  cilium_policy("p",
                                "endpointSelector: {}, ingressDeny: [{fromEndpoints: [{matchExpressions: [{key: app, "
                                "operator: In}]}]}]")},
        Dependent{Behaviour::services_beside_ports,
                  {1, 16},
                  {1, 17},
                  egress("{toServices: [{k8sService: {serviceName: pg-rw, namespace: db}}], " + at_5432 + "}")},
        Dependent{Behaviour::ranges_beside_layer7,
                  {1, 16},
                  {1, 17},
                  ingress("{toPorts: [{ports: [{port: \"80\", endPort: 90, protocol: TCP}], rules: {http: [{method: "
                          "GET}]}}]}")},
        Dependent{
            Behaviour::range_from_zero,
            {1, 16},
            {1, 17},
            ingress("{fromEntities: [cluster], toPorts: [{ports: [{port: \"0\", endPort: 1000, protocol: TCP}]}]}")},
        Dependent{Behaviour::exceptions_leave_nobody,
                  {1, 16},
                  {1, 17},
                  ingress("{fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.0.0.0/8]}], " + at_5432 + "}")},
        Dependent{Behaviour::no_requirements,
                  {1, 18},
                  {1, 19},
                  ingress("{fromEndpoints: [{}], fromRequires: [{matchLabels: {env: prod}}]}")},
        Dependent{
            Behaviour::network_policies_as_they_are,
            {1, 18},
            {1, 19},
            plain("p", "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {" + long_key + ": a}}}]}]")},
        Dependent{Behaviour::peers_of_local_cluster, {1, 18}, {1, 19}, ingress("{fromEndpoints: [{}]}"), in_mesh()},
        Dependent{Behaviour::keys_as_written,
                  {1, 19},
                  {1, 20},
                  ingress("{fromEndpoints: [{matchLabels: {" + long_key + ": a}}]}")},
        Dependent{Behaviour::exceptions_may_not_be_larger,
                  {1, 19},
                  {1, 20},
                  ingress("{fromCIDRSet: [{cidr: 10.0.0.0/16, except: [10.0.0.0/8]}]}")},
        Dependent{Behaviour::topology_makes_no_identity,
                  {1, 19},
                  {1, 20},
                  ingress("{fromEndpoints: [{matchLabels: {topology.kubernetes.io/zone: a}}]}")},
        Dependent{Behaviour::own_node_needs_a_rule,
                  {1, 19},
                  {1, 20},
                  cilium_policy("p", "endpointSelector: {matchLabels: {app: none}}, ingress: [{}]"),
                  always()}));

}  // namespace
}  // namespace pgreach::reach
