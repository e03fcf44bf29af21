#include <gtest/gtest.h>

#include "manifest/manifest.hpp"

namespace pgreach::manifest {
namespace {

constexpr const char* good = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: good}\nspec: {}\n";

Manifests read_bad_text(std::string text) {
    return read(std::make_shared<const Source>(Source{"f.yaml", std::move(text)}));
}

// The bad text between two good documents: what is said of it, and that the others are read.
void expect_finding(const std::string& bad, const std::string& finding) {
    const auto result = read_bad_text(std::string(good) + "---\n" + bad + "\n---\n" + good);
    EXPECT_EQ(result.manifests.size(), 2U) << bad.substr(0, 40);
    ASSERT_FALSE(result.diagnostics.empty()) << bad.substr(0, 40);
    EXPECT_NE(result.diagnostics[0].text.find(finding), std::string::npos) << result.diagnostics[0].text;
    EXPECT_GE(result.diagnostics[0].mark.line, 5) << result.diagnostics[0].text;
}

TEST(BadInput, IsFoundWithItsPlaceAndTheRestIsRead) {
    expect_finding("a: b: c", "not YAML");
    expect_finding("just a sentence", "a manifest is a map, this is a string");
    expect_finding("- apiVersion: v1", "a manifest is a map, this is a list");
    expect_finding("apiVersion: v1\nkind: A\nkind: B", "key 'kind' is given twice, first in line 7");
    expect_finding("apiVersion: v1\nkind: [A]", "this object has no kind");
    expect_finding("a: *nowhere", "not YAML");
    expect_finding("a: &a [*a]", "this alias stands inside what it names");
    expect_finding(std::string(100'000, '['), "not YAML");
}

TEST(BadInput, WhatIsNotUtf8IsFound) {
    const auto result = read_bad_text(std::string(good) + "---\nkind: \xff\xfe\n");
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics[0].mark.line, 6);
}

TEST(BadInput, AliasesAreReadAsWhatTheyStandFor) {
    const auto result = read_bad_text(
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: &m {name: a}\nspec:\n  endpointSelector: &all "
        "{}\n"
        "  ingress: [{fromEndpoints: [*all]}]\n");
    ASSERT_EQ(result.manifests.size(), 1U);
    EXPECT_TRUE(result.diagnostics.empty());
}

TEST(BadInput, TenMegabytesAreRead) {
    const std::string large =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: " + std::string(10 * 1024 * 1024, 'x') +
        "\n---\n" + good;
    const auto result = read_bad_text(large);
    EXPECT_EQ(result.manifests.size(), 2U);
    EXPECT_TRUE(result.diagnostics.empty());
}

}  // namespace
}  // namespace pgreach::manifest
