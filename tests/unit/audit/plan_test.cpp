#include "audit/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Plan planned(const Survey& survey, const Options& options = {}) {
    auto plan = make_plan(survey, options, "id");
    EXPECT_TRUE(plan) << plan.error().message;
    return plan ? *std::move(plan) : Plan();
}

const Peer& peer_of(const Plan& plan, const std::string& name) {
    for (const auto& peer : plan.peers) {
        if (peer.name == name) return peer;
    }
    static const Peer nobody;
    ADD_FAILURE() << "no peer " << name;
    return nobody;
}

TEST(Plan, EveryWorkloadTriesEveryPortOfEveryInstance) {
    const auto plan = planned(survey_of());
    for (const char* from : {"shop/api", "web/page", "shop/orders-2", "cnpg-system/cnpg-controller-manager"}) {
        for (const int port : {5432, 8000, 9187}) {
            EXPECT_NE(find_flow(plan, from, "shop/orders-1", port), nullptr) << from << " " << port;
        }
    }
    EXPECT_EQ(find_flow(plan, "shop/orders-1", "shop/orders-1", 5432), nullptr);
    EXPECT_EQ(find_flow(plan, "shop/api", "shop/orders-1", 5432)->decision.verdict(), Verdict::allow);
    EXPECT_EQ(find_flow(plan, "web/page", "shop/orders-1", 5432)->decision.verdict(), Verdict::deny);
}

TEST(Plan, ATwinHasTheLabelsThatCiliumKnowsItByAndNoOther) {
    const auto plan = planned(survey_of());
    const auto& api = peer_of(plan, "shop/api");
    EXPECT_TRUE(api.twin);
    EXPECT_THAT(api.labels, ElementsAre(Pair("app", "api")));
    EXPECT_EQ(api.pod.ns, "shop");
    EXPECT_EQ(api.service_account, "robot");
    EXPECT_EQ(api.image, "postgresql:18");
    EXPECT_FALSE(peer_of(plan, "shop/orders-1").twin);
}

TEST(Plan, NoTwinIsMadeThatAServiceWouldLeadTo) {
    const auto plan = planned(survey_of(R"(---
apiVersion: v1
kind: Service
metadata: {name: early, namespace: shop}
spec: {publishNotReadyAddresses: true, selector: {app: api}}
)"));
    EXPECT_EQ(peer_of(plan, "shop/api").refused,
              "Service shop/early leads to pods that are not ready (publishNotReadyAddresses)");
    EXPECT_EQ(find_flow(plan, "shop/api", "shop/orders-1", 5432)->impossible, peer_of(plan, "shop/api").refused);
    EXPECT_TRUE(peer_of(plan, "web/page").refused.empty());
}

TEST(Plan, AServiceOfAnotherNamespaceOrOfWhatCiliumDoesNotSeeIsNone) {
    const auto plan = planned(survey_of(R"(---
apiVersion: v1
kind: Service
metadata: {name: elsewhere, namespace: web}
spec: {publishNotReadyAddresses: true, selector: {app: api}}
---
apiVersion: v1
kind: Service
metadata: {name: hashed, namespace: shop}
spec: {publishNotReadyAddresses: true, selector: {pod-template-hash: abc}}
---
apiVersion: v1
kind: Service
metadata: {name: ready, namespace: shop}
spec: {selector: {app: api}}
)"));
    EXPECT_EQ(peer_of(plan, "shop/api").refused, "");
}

TEST(Plan, TellsWhoCountsTheTwin) {
    auto survey = survey_of();
    const auto selector =
        yaml::make_map({{"matchLabels", {}, yaml::make_map({{"app", {}, yaml::make_string("api")}})}});
    survey.counting = {{"PodDisruptionBudget shop/api", "shop", selector},
                       {"PodDisruptionBudget web/api", "web", selector}};
    EXPECT_THAT(
        peer_of(planned(survey), "shop/api").remarks,
        ElementsAre("PodDisruptionBudget shop/api counts the twin as a pod that is not ready while it is there"));
}

TEST(Plan, TellsWhoLetsNoPodGoBecauseOfTheTwin) {
    auto survey = survey_of();
    survey.counting = {{"PodDisruptionBudget shop/api", "shop", yaml::make_map({}), true}};
    EXPECT_THAT(
        peer_of(planned(survey), "shop/api").remarks,
        ElementsAre(
            "PodDisruptionBudget shop/api counts the twin as a pod that is not ready while it is there",
            "PodDisruptionBudget shop/api allows no eviction while the twin is there: nodes cannot be drained"));
}

TEST(Plan, WhatIsOnlyTakenForThereGetsNoTwin) {
    EXPECT_EQ(peer_of(planned(survey_of()), "cnpg-system/cnpg-controller-manager").refused, "it is not there");
}

TEST(Plan, InstancesAskTheApiServerUnlessItIsTheirOwnNode) {
    const auto plan = planned(survey_of());
    const auto* own = find_flow(plan, "shop/orders-1", "API server", 6443);
    const auto* other = find_flow(plan, "shop/orders-2", "API server", 6443);
    ASSERT_TRUE(own != nullptr && other != nullptr);
    EXPECT_THAT(own->impossible, HasSubstr("on its own node"));
    EXPECT_EQ(other->impossible, "");
    EXPECT_EQ(other->dial.address, "10.96.0.1");
    EXPECT_THAT(other->behind, ElementsAre("172.18.0.2:6443"));
}

TEST(Plan, KnowsWhichNeedsAFlowServes) {
    const auto plan = planned(survey_of());
    const auto* replication = find_flow(plan, "shop/orders-2", "shop/orders-1", 5432);
    ASSERT_EQ(replication->needs.size(), 1U);
    EXPECT_STREQ(replication->needs[0]->name, "replication");
    EXPECT_TRUE(find_flow(plan, "shop/api", "shop/orders-1", 5432)->needs.empty());
}

TEST(Plan, InstancesAskTheDnsOfTheCluster) {
    const auto plan = planned(survey_of(R"(---
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec: {selector: {k8s-app: kube-dns}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: coredns, namespace: kube-system}
spec: {template: {metadata: {labels: {k8s-app: kube-dns}}, spec: {containers: [{name: c}]}}}
)"));
    const auto* lookup = find_flow(plan, "shop/orders-1", "kube-system/coredns", 53);
    ASSERT_NE(lookup, nullptr);
    EXPECT_EQ(lookup->flow.protocol, Protocol::udp);
    ASSERT_EQ(lookup->needs.size(), 1U);
    EXPECT_STREQ(lookup->needs[0]->name, "dns");
}

TEST(Plan, CanBeMadeSmaller) {
    Options options;
    options.from = {"web"};
    options.to = {"shop/orders:5432"};
    const auto plan = planned(survey_of(), options);
    ASSERT_EQ(plan.flows.size(), 2U);
    EXPECT_EQ(plan.peers.size(), 1U);
    EXPECT_EQ(plan.flows[0].flow.port, 5432);
}

TEST(Plan, AWordThatNamesNobodyIsAnError) {
    Options options;
    options.to = {"shop/order"};
    const auto plan = make_plan(survey_of(), options, "id");
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().message, "--to shop/order names nobody");
    EXPECT_EQ(plan.error().remedy, "did you mean 'shop/orders'?");
    EXPECT_EQ(plan.error().kind, ErrorKind::no_match);
}

TEST(Plan, APortThatNobodyServesIsAnError) {
    const auto plan = make_plan(survey_of(), {.to = {"shop/orders:5432", "shop/orders:5433"}}, "id");
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().message, "--to shop/orders:5433: nobody of shop/orders serves port 5433");
    EXPECT_EQ(plan.error().remedy, "there are 5432, 8000 and 9187");
    EXPECT_EQ(plan.error().kind, ErrorKind::no_match);
}

TEST(Plan, WithoutADatabaseThereIsNothingToDo) {
    Survey survey;
    EXPECT_EQ(make_plan(survey, {}, "id").error().kind, ErrorKind::no_match);
}

TEST(Plan, AnInstanceThatDoesNotRunIsNotTried) {
    auto survey = survey_of();
    survey.pods.pop_back();
    const auto plan = planned(survey);
    EXPECT_EQ(find_flow(plan, "shop/api", "shop/orders-2", 5432)->impossible, "shop/orders-2 does not run");
    EXPECT_EQ(find_flow(plan, "shop/orders-2", "shop/orders-1", 5432)->impossible, "its pod does not run");
}

}  // namespace
}  // namespace pgreach::audit
