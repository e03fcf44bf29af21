#include <stdexcept>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "lint/render.hpp"
#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

LintResult lint_page(const Options& options = {}) {
    const auto text = read_file(PGREACH_SOURCE_DIR "/fixtures/docs/cilium.md");
    return lint({source(*text, "cilium.md")}, options);
}

const Diagnostic& with_code(const LintResult& report, const std::string& code) {
    for (const auto& finding : report.findings) {
        if (finding.code == code) return finding;
    }
    throw std::runtime_error("no " + code);
}

TEST(Page, BothBrokenExamplesAreFoundWithWhatToWriteInstead) {
    const auto report = lint_page();
    EXPECT_EQ(report.errors(), 2U);
    EXPECT_EQ(
        render(with_code(report, "rejected")),
        "cilium.md:65:3: error: Cilium rejects it, so nothing is enforced: Invalid CiliumNetworkPolicy spec: rule "
        "must have at least one of Ingress, IngressDeny, Egress, EgressDeny [rejected]\n"
        "      ingress: []\n"
        "      ^\n"
        "    remedy: write 'ingress: [{}]': one empty rule lets nobody through; an empty list is no rule, so "
        "everything stays open");
    EXPECT_EQ(
        render(with_code(report, "unknown-field")),
        "cilium.md:187:11: error: unknown field \"spec.ingress[0].fromEndpoints[0].labelSelector\"; where strict "
        "validation is off it is dropped, and then this peer is every pod of the policy's namespace [unknown-field]\n"
        "            - labelSelector:\n"
        "              ^\n"
        "    remedy: write matchLabels and matchExpressions directly in the item, without labelSelector around them");
}

TEST(Page, ItsPoliciesAreCountedAndTakenTogether) {
    const auto report = lint_page();
    EXPECT_EQ(summary(report), "1 file, 7 policies: 2 errors, 4 warnings");
    for (const auto& finding : report.findings) {
        EXPECT_TRUE(finding.severity == Severity::error || finding.code == "covered-peer" ||
                    finding.code == "status-command-closed")
            << render(finding);
    }
}

TEST(Page, UpToCilium116TheEmptyListIsTakenAndDoesNothing) {
    const auto report = lint_page({.cilium = {1, 16}});
    EXPECT_EQ(report.errors(), 1U);
    EXPECT_EQ(with_code(report, "no-effect").text, "this policy has no rule: it is accepted and does nothing");
}

TEST(Page, OtherBlocksOfAPageAreNotMeantAsManifests) {
    const auto report = lint({source("```yaml\npolicyEnforcementMode: always\n```\n", "values.md")}, {});
    EXPECT_TRUE(report.findings.empty());
    EXPECT_EQ(report.policies, 0U);
}

}  // namespace
}  // namespace pgreach::lint
