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
using ::testing::Not;

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
