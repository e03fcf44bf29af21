#include <gtest/gtest.h>

#include "lint/baseline.hpp"
#include "lint/render.hpp"
#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

const std::string faulty =
    "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: default}\nspec:\n"
    "  endpointSelector: {matchLabels: {app: web}}\n"
    "  ingress:\n"
    "  - fromEndpoints: []";

TEST(Ignored, BesideTheLineOrAboveIt) {
    EXPECT_EQ(codes(lint_text(faulty + "\n")), Texts{"empty-peer-list"});
    const auto report = lint_text(faulty + "  # pgreach: ignore empty-peer-list\n");
    EXPECT_EQ(codes(report), Texts{});
    EXPECT_EQ(summary(report), "1 file, 1 policy: 0 errors, 0 warnings; 1 ignored");
    EXPECT_EQ(codes(lint_text(faulty + "  # pgreach: ignore other-code, empty-peer-list\n")), Texts{"unknown-code"});
    std::string above = faulty;
    above.insert(above.find("  - from"), "  # pgreach: ignore empty-peer-list\n");
    EXPECT_EQ(codes(lint_text(above + "\n")), Texts{});
}

TEST(Ignored, OnlyThoseCodesAndThatLine) {
    EXPECT_EQ(codes(lint_text(faulty + "  # pgreach: ignore covered-peer\n")), Texts{"empty-peer-list"});
    EXPECT_EQ(codes(lint_text(faulty + "\n# pgreach: ignore empty-peer-list\n")), Texts{"empty-peer-list"});
    EXPECT_EQ(codes(lint_text(faulty + "  # pgreach: ignore empty-peer-lst\n")),
              (Texts{"empty-peer-list", "unknown-code"}));
}

TEST(BaselineFile, OldFindingsAreNotToldAgain) {
    const auto before = lint_text(faulty + "\n");
    auto baseline = read_baseline(source(to_json(before), "known.json"));
    ASSERT_TRUE(baseline) << baseline.error().message;
    const auto report = lint_text("# moved\n" + faulty + "\n", {.baseline = *baseline});
    EXPECT_EQ(codes(report), Texts{});
    EXPECT_EQ(summary(report), "1 file, 1 policy: 0 errors, 0 warnings; 1 in the baseline");
}

TEST(BaselineFile, ASecondOneOfItsKindIsNew) {
    const auto baseline = read_baseline(source(to_json(lint_text(faulty + "\n")), "known.json"));
    ASSERT_TRUE(baseline);
    EXPECT_EQ(codes(lint_text(faulty + "\n  - fromEndpoints: []\n", {.baseline = *baseline})),
              Texts{"empty-peer-list"});
    EXPECT_EQ(lint_text(cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{}]\n"),
                        {.baseline = *baseline})
                  .gone,
              1U);
}

TEST(BaselineFile, WhatIsNoneIsRefused) {
    for (const char* text : {"", "nothing", "{}", "{\"schema\": \"pgreach.lint/v1\"}", "[1]",
                             "{\"schema\": \"pgreach.lint/v1\", \"findings\": [1]}"}) {
        EXPECT_FALSE(read_baseline(source(text, "b.json"))) << text;
    }
}

}  // namespace
}  // namespace pgreach::lint
