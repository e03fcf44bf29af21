#include "scenario/move.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "engine/engine.hpp"
#include "scenario/catalog.hpp"
#include "support/source_folder.hpp"

namespace pgreach::scenario {
namespace {

using ::testing::HasSubstr;

manifest::Manifest policy_of(const std::string& text) {
    auto read = manifest::read(std::make_shared<const Source>(Source{"p.yaml", text}));
    return read.manifests.at(0);
}

Scenario small(manifest::Manifest policy) {
    Scenario scenario;
    scenario.participants.members = {
        {.endpoint = {.name = "primary", .ns = "default"}, .instance = InstanceRole::primary},
        {.endpoint = {.name = "plain", .ns = "default"}},
        {.endpoint = {.name = "other", .ns = "other"}}};
    Step step{.name = "one"};
    step.apply = {std::move(policy)};
    KnownDefect defect;
    defect.admissions[{"CiliumNetworkPolicy", "default", "x"}] = AdmissionResult::rejected;
    step.known_defects = {defect};
    scenario.steps = {step};
    return scenario;
}

TEST(Move, WhatIsInTheNamespaceOfTheDatabaseMovesWithIt) {
    auto policy = policy_of(
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: default}\n"
        "spec:\n"
        "  endpointSelector: {matchLabels: {app: default}}\n"
        "  ingress:\n"
        "    - fromEndpoints:\n"
        "        - {matchLabels: {\"k8s:io.kubernetes.pod.namespace\": default}}\n"
        "        - {matchExpressions: [{key: io.kubernetes.pod.namespace, operator: In, values: [default, other]}]}\n");
    policy.ns = "default";
    const auto scenario = moved(small(std::move(policy)), "mine");
    EXPECT_EQ(scenario.participants.members[0].endpoint.ns, "mine");
    EXPECT_EQ(scenario.participants.members[1].endpoint.ns, "mine");
    EXPECT_EQ(scenario.participants.members[2].endpoint.ns, "other");
    const auto& moved_policy = scenario.steps[0].apply[0];
    EXPECT_EQ(moved_policy.ns, "mine");
    const std::string text = yaml::to_json(moved_policy.document);
    EXPECT_THAT(text, HasSubstr(R"("namespace":"mine")"));
    EXPECT_THAT(text, HasSubstr(R"("k8s:io.kubernetes.pod.namespace":"mine")"));
    EXPECT_THAT(text, HasSubstr(R"("values":["mine","other"])"));
    EXPECT_THAT(text, HasSubstr(R"("app":"default")"));
    EXPECT_EQ(scenario.steps[0].known_defects[0].admissions.begin()->first.ns, "mine");
}

TEST(Move, AClusterwidePolicyCannotBeKeptWithinANamespace) {
    const auto apart = small(policy_of(
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x}\nspec: {endpointSelector: {}}\n"));
    auto wide =
        small(policy_of("apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: all}\n"
                        "spec: {endpointSelector: {}, ingress: [{}]}\n"));
    wide.name = "wide";
    EXPECT_TRUE(move_all({apart}, "mine"));
    const auto checked = move_all({apart, wide}, "mine");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, ErrorKind::usage);
    EXPECT_EQ(checked.error().message,
              "CiliumClusterwideNetworkPolicy all of scenario wide would be in force in the whole cluster, not in mine "
              "alone");
}

TEST(Move, TheNamespaceIsKnownByItsOwnNameToo) {
    auto scenario = small(policy_of(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: x}\n"
        "spec:\n"
        "  podSelector: {}\n"
        "  ingress:\n"
        "    - from:\n"
        "        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}\n"
        "        - namespaceSelector: {matchLabels: {k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name: "
        "default}}\n"
        "        - namespaceSelector: {matchLabels: {my-kubernetes.io/metadata.name: default}}\n"));
    scenario.participants.namespaces = {{"default", {{"team", "default"}, {"kubernetes.io/metadata.name", "default"}}},
                                        {"other", {{"team", "x"}}}};
    const auto there = moved(scenario, "mine");
    const std::string text = yaml::to_json(there.steps[0].apply[0].document);
    EXPECT_THAT(text, HasSubstr(R"({"kubernetes.io/metadata.name":"mine"})"));
    EXPECT_THAT(text, HasSubstr(R"("k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name":"mine")"));
    EXPECT_THAT(text, HasSubstr(R"("my-kubernetes.io/metadata.name":"default")"));
    const std::map<std::string, Labels> labels = {
        {"mine", {{"team", "default"}, {"kubernetes.io/metadata.name", "mine"}}}, {"other", {{"team", "x"}}}};
    EXPECT_EQ(there.participants.namespaces, labels);
}

TEST(Move, NobodyIsWhereTheDatabaseMovesTo) {
    auto scenario = small(policy_of(
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x}\nspec: {endpointSelector: {}}\n"));
    scenario.name = "one";
    EXPECT_EQ(move_all({scenario}, "other").error().message,
              "participant other of scenario one is in namespace other already");
}

// What the engine says of every flow of the last step.
std::map<Flow, Verdict> predictions_of(const Scenario& scenario) {
    engine::PolicySet policies;
    for (const auto& step : scenario.steps) {
        for (const auto& manifest : step.remove) policies.remove(manifest);
        for (const auto& manifest : step.apply) policies.apply(manifest, step.validation);
    }
    const engine::Evaluator evaluator(scenario.participants.world(), policies);
    std::map<Flow, Verdict> verdicts;
    for (const auto& flow : plan(scenario.participants)) verdicts[flow] = evaluator.evaluate(flow).verdict();
    return verdicts;
}

TEST(Move, EveryScenarioMeansTheSameThere) {
    const auto catalog = Catalog::load(test::source_folder());
    ASSERT_TRUE(catalog);
    for (const auto& scenario : catalog->all()) {
        EXPECT_EQ(predictions_of(moved(scenario, "elsewhere")), predictions_of(scenario)) << scenario.name;
    }
}

}  // namespace
}  // namespace pgreach::scenario
