#include <gtest/gtest.h>

#include "manifest/manifest.hpp"

namespace pgreach::manifest {
namespace {

Manifests read_text(std::string text) {
    return read(std::make_shared<const Source>(Source{"f.yaml", std::move(text)}));
}

constexpr const char* sound_policy =
    "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a, namespace: b}\n";

TEST(ManifestReader, ReadsWhatItIs) {
    const auto read = read_text(sound_policy);
    ASSERT_EQ(read.manifests.size(), 1U);
    EXPECT_TRUE(read.diagnostics.empty());
    EXPECT_EQ(read.manifests[0].api_version, "cilium.io/v2");
    EXPECT_EQ(describe(read.manifests[0]), "CiliumNetworkPolicy b/a");
}

TEST(ManifestReader, ReadsTheItemsOfAList) {
    const auto read = read_text(
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: one}}\n"
        "- {apiVersion: v1, kind: B, metadata: {name: two}}\n");
    ASSERT_EQ(read.manifests.size(), 2U);
    EXPECT_EQ(describe(read.manifests[1]), "B two");
}

TEST(ManifestReader, KeepsTheGoodDocumentsBesideABrokenOne) {
    const auto read = read_text(std::string(sound_policy) + "---\nkind: [\n---\n" + sound_policy);
    EXPECT_EQ(read.manifests.size(), 2U);
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_GE(read.diagnostics[0].mark.line, 5);
}

TEST(ManifestReader, SaysWhatIsMissingAndWhere) {
    EXPECT_EQ(render(read_text("apiVersion: v1\nmetadata: {name: x}\n").diagnostics),
              "f.yaml:1:1: error: this object has no kind [not-a-manifest]\n"
              "    apiVersion: v1\n"
              "    ^\n"
              "    remedy: write, for example, 'kind: CiliumNetworkPolicy'");
    EXPECT_EQ(read_text("- a\n- b\n").diagnostics.at(0).text, "a manifest is a map, this is a list");
    EXPECT_EQ(read_text("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {}\n").diagnostics.at(0).text,
              "this object has no metadata.name");
    EXPECT_EQ(read_text("kind: NetworkPolicy\n").diagnostics.at(0).remedy,
              "write, for example, 'apiVersion: networking.k8s.io/v1'");
}

TEST(ManifestReader, WhatIsNoPolicyMayGoWithoutAName) {
    const auto read = read_text("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
    EXPECT_TRUE(read.diagnostics.empty());
    ASSERT_EQ(read.manifests.size(), 1U);
    EXPECT_EQ(read.manifests[0].name, "");
}

TEST(ManifestReader, AnEmptyTextIsAFinding) {
    EXPECT_EQ(render(read_text("").diagnostics), "f.yaml: error: there is no manifest in it [not-a-manifest]");
}

}  // namespace
}  // namespace pgreach::manifest
