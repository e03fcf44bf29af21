#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

const std::string sound = cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{}]\n");

TEST(BadInput, NotYaml) {
    const auto report = lint_text("a: b: c\n");
    EXPECT_EQ(places(report), Texts{"1:5 syntax"});
}

TEST(BadInput, AnEmptyFile) {
    for (const char* text : {"", "\n\n", "# nothing\n", "---\n---\n"}) {
        const auto report = lint_text(text);
        ASSERT_EQ(codes(report), Texts{"not-a-manifest"}) << text;
        EXPECT_EQ(report.findings[0].text, "there is no manifest in it");
    }
}

TEST(BadInput, OneBrokenDocumentLeavesTheOthers) {
    const auto report = lint_text(sound + "---\nkind: [\n" + sound);
    EXPECT_EQ(codes(report), (Texts{"syntax", "duplicate-name"}));
    EXPECT_EQ(report.policies, 2U);
}

TEST(BadInput, ADocumentThatIsNoKubernetesObject) {
    EXPECT_EQ(places(lint_text("- a\n- b\n" + sound)), Texts{"1:1 not-a-manifest"});
    EXPECT_EQ(places(lint_text("just text\n")), Texts{"1:1 not-a-manifest"});
    EXPECT_EQ(places(lint_text("replicas: 3\n")), Texts{"1:1 not-a-manifest"});
}

TEST(BadInput, ManyUnknownFieldsAreToldTogether) {
    std::string fields;
    for (int i = 0; i < 40'000; ++i) fields += "  unknown" + std::to_string(i) + ": x\n";
    const auto report = lint_text(cilium_policy("  endpointSelector: {}\n  ingress: [{}]\n" + fields));
    ASSERT_EQ(report.findings.size(), 101U);
    EXPECT_EQ(report.findings.back().text, "39900 more unknown fields from here on");
}

TEST(BadInput, OtherKindsAreSkippedWithACount) {
    const auto report = lint_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n" + sound);
    EXPECT_EQ(codes(report), Texts{});
    EXPECT_EQ(report.skipped, 1U);
    EXPECT_EQ(report.policies, 1U);
}

TEST(BadInput, AListWhereAMapBelongs) {
    EXPECT_EQ(places(lint_text(cilium_policy("  - endpointSelector: {}\n"))), Texts{"6:3 schema"});
    EXPECT_EQ(places(lint_text("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: [a]\n")),
              Texts{"3:11 not-a-manifest"});
}

TEST(BadInput, DuplicateKeys) {
    const auto report = lint_text(cilium_policy("  endpointSelector: {}\n  ingress: [{}]\n  ingress: []\n"));
    EXPECT_EQ(places(report), Texts{"8:3 syntax"});
    EXPECT_EQ(report.findings[0].text, "key 'ingress' is given twice, first in line 7");
}

TEST(BadInput, AnchorsAreReadAndBombsAreNot) {
    EXPECT_EQ(codes(lint_text(cilium_policy("  endpointSelector: {matchLabels: &l {app: web}}\n"
                                            "  ingress: [{fromEndpoints: [{matchLabels: *l}]}]\n"))),
              Texts{});
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int j = 0; j < 9; ++j) bomb += ", " + before;
        bomb += "]\n";
    }
    const auto report = lint_text(bomb);
    ASSERT_EQ(codes(report), Texts{"syntax"}) << "once, not for each alias";
    EXPECT_EQ(report.findings[0].text, "the aliases of this document expand to too many values");
}

TEST(BadInput, DeepNesting) {
    const auto report = lint_text(std::string(100'000, '[') + "\n" + sound);
    ASSERT_EQ(places(report), Texts{"1:201 syntax"});
    EXPECT_EQ(report.findings[0].text, "not YAML: nested too deeply");
    EXPECT_EQ(report.policies, 1U) << "the document after it is read";
}

TEST(BadInput, NotUtf8) {
    const auto report = lint_text(sound + "---\nkind: \"\xff\"\n" + cilium_policy("  endpointSelector: {}\n", "q"));
    EXPECT_EQ(places(report), (Texts{"9:8 syntax", "15:3 schema"}));
}

TEST(BadInput, AnObjectThatNoClusterCanStore) {
    const std::string description = "  description: " + std::string(1'600'000, 'x') + "\n";
    const auto report =
        lint_text(cilium_policy(description + "  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{}]\n"));
    EXPECT_EQ(places(report), Texts{"2:1 too-large"});
}

TEST(BadInput, ThousandsOfPoliciesAreComparedInTime) {
    std::string policies;
    for (int i = 0; i < 3'000; ++i) {
        const std::string number = std::to_string(i);
        policies += cilium_policy(
            "  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{fromEndpoints: [{matchLabels: "
            "{n: \"" +
                number + "\"}}]}]\n",
            "p" + number);
    }
    EXPECT_EQ(codes(lint_text(policies)), Texts{});
}

}  // namespace
}  // namespace pgreach::lint
