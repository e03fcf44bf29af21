#include <gtest/gtest.h>

#include <algorithm>

#include "lint/render.hpp"
#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

using Repository = std::vector<std::pair<std::string, std::string>>;

LintResult lint_repository(const Repository& files, const Options& options = {}) {
    std::vector<File> found;
    for (const auto& [name, text] : files) found.emplace_back(source(text, name), false);
    return lint(found, options);
}

std::string without_namespace(std::string text) {
    for (size_t at = text.find(", namespace: default"); at != std::string::npos;
         at = text.find(", namespace: default")) {
        text.erase(at, 20);
    }
    return text;
}

const std::string close_all = network_policy("  podSelector: {}\n  ingress: []\n");
const std::string open_all = cilium_policy(every_pod + "  ingress: [" + all_of_cnpg + "]\n", "open");

TEST(Repositories, WhatIsNoObjectIsSkippedAndCounted) {
    const auto report =
        lint_repository({{"Chart.yaml", "apiVersion: v2\nname: x\n"},
                         {"values.yaml", "replicas: 3\n"},
                         {"tsconfig.json", "{\"compilerOptions\": {}, // comment\n}"},
                         {"playbook.yml", "- hosts: all\n"},
                         {"broken.yaml", "a: [\n"},
                         {"deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"},
                         {"a.yaml", close_all}});
    EXPECT_EQ(codes(report), Texts{});
    EXPECT_EQ(summary(report),
              "7 files, 1 policy, 1 other object skipped, 5 without objects skipped: 0 errors, 0 warnings");
}

TEST(Repositories, AFaultyPolicyIsStillAFault) {
    const std::string misspelled = "kind: CiliumNetworkPolicies\napiVersion: cilium.io/v2\nmetadata: {name: a}\n";
    EXPECT_EQ(codes(lint_repository({{"a.yaml", "kind: CiliumNetworkPolicy\nspec: [\n"}})), Texts{"syntax"});
    EXPECT_EQ(codes(lint_repository({{"a.yaml", cilium_policy("  endpointSelector: {}\n  ingres: []\n")}})).back(),
              "unknown-field");
    EXPECT_EQ(codes(lint_repository({{"a.yaml", misspelled}})), Texts{"wrong-kind"});
}

TEST(Repositories, ANamespaceThatNobodyTellsMayBeAny) {
    const std::string cluster = cluster_object("{instances: 3}");
    EXPECT_EQ(closed(lint_repository({{"db/c.yaml", cluster}, {"db/p.yaml", close_all}})), everything_inward);
    EXPECT_EQ(closed(lint_repository({{"db/c.yaml", cluster}, {"x/p.yaml", without_namespace(close_all)}})), Texts{});
    EXPECT_EQ(closed(lint_repository(
                  {{"db/c.yaml", cluster}, {"db/p.yaml", close_all}, {"x/open.yaml", without_namespace(open_all)}})),
              Texts{});
    EXPECT_EQ(
        closed(lint_repository({{"x/c.yaml", without_namespace(cluster)}, {"x/p.yaml", without_namespace(close_all)}})),
        everything_inward)
        << "of one folder";
}

TEST(Repositories, AKustomizationNamesTheNamespace) {
    const std::string cluster = cluster_object("{instances: 3}");
    const std::string policy = without_namespace(close_all);
    const auto with = [&](const std::string& name, const std::string& kustomization) {
        return closed(lint_repository({{"db/c.yaml", cluster}, {"base/p.yaml", policy}, {name, kustomization}}));
    };
    EXPECT_EQ(with("base/kustomization.yaml", "namespace: default\nresources: [p.yaml]\n"), everything_inward);
    EXPECT_EQ(with("overlay/kustomization.yaml", "namespace: default\nresources: [../base/p.yaml]\n"),
              everything_inward);
    EXPECT_EQ(with("base/kustomization.yaml", "namespace: other\nresources: [p.yaml]\n"), Texts{});
    EXPECT_EQ(with("base/kustomization.yaml", "resources: [p.yaml]\n"), Texts{});
    EXPECT_EQ(with("flux.yaml",
                   "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: f}\n"
                   "spec: {path: ./base, targetNamespace: default}\n"),
              everything_inward);
}

TEST(Repositories, TheOutermostKustomizationWinsAndTwoOfThemSayNothing) {
    const std::string base = "namespace: default\nresources: [p.yaml]\n";
    const Repository files = {{"db/c.yaml", cluster_object("{instances: 3}")},
                              {"base/p.yaml", without_namespace(close_all)},
                              {"base/kustomization.yaml", base},
                              {"prod/kustomization.yaml", "namespace: prod\nresources: [../base]\n"}};
    EXPECT_EQ(closed(lint_repository(files)), Texts{});
    Repository both = files;
    both.push_back({"dev/kustomization.yaml", "namespace: default\nresources: [../base]\n"});
    EXPECT_EQ(closed(lint_repository(both)), Texts{}) << "default or prod";
}

TEST(Repositories, PatchesAreNoPolicies) {
    const auto report = lint_repository(
        {{"kustomization.yaml", "resources: [p.yaml]\npatches: [{path: patch.yaml}]\n"},
         {"p.yaml", close_all},
         {"patch.yaml", "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p}\nspec: {log: 1}\n"}});
    EXPECT_EQ(codes(report), Texts{});
    EXPECT_EQ(report.policies, 1U);
}

TEST(Repositories, OnePolicyInTwoPlacesIsForTwoClusters) {
    const std::string policy =
        cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [" + from_app + "]\n");
    EXPECT_EQ(codes(lint_repository({{"dev/p.yaml", policy}, {"prod/p.yaml", policy}})), Texts{});
}

TEST(Repositories, KindsThatCiliumDoesNotEnforceAreSaid) {
    const auto of = [](const std::string& kind, const Options& options = {}) {
        return codes(lint_text(
            "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: " + kind + "\nmetadata: {name: p}\n", options));
    };
    EXPECT_EQ(of("ClusterNetworkPolicy"), Texts{"not-enforced"});
    EXPECT_EQ(of("ClusterNetworkPolicy", {.cilium = {1, 19}}), Texts{"not-enforced"});
    EXPECT_EQ(of("AdminNetworkPolicy"), Texts{"not-enforced"});
    Options without;
    without.cilium.config.network_policies = false;
    EXPECT_EQ(codes(lint_text(close_all, without)), Texts{"not-enforced"});
}

}  // namespace
}  // namespace pgreach::lint
