#include "audit/claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Claims claims_in(const std::string& text) {
    return read_claims(std::make_shared<const Source>(Source{"claims.yaml", text}));
}

// A report of that plan in which everything was seen as `see` says.
template <typename See>
Report report_of(const See& see) {
    Report report{.context = "lab"};
    report.plan = *make_plan(survey_of(), {}, "id");
    for (size_t i = 0; i < report.plan.flows.size(); ++i) {
        JudgedFlow judged;
        judged.flow = i;
        judged.conclusion.observed = see(report.plan.flows[i]);
        judged.agreement = Agreement::agrees;
        report.flows.push_back(judged);
    }
    return report;
}

Report as_predicted() {
    return report_of([](const AuditFlow& flow) {
        return flow.decision.verdict() == Verdict::allow ? Observed::open : Observed::closed;
    });
}

std::vector<std::string> codes_of(const Report& report) {
    std::vector<std::string> codes;
    for (const auto& finding : report.findings) codes.push_back(finding.code);
    return codes;
}

TEST(Claims, WhatIsWrittenHoldsOfWhatItWasWrittenFrom) {
    auto report = as_predicted();
    const auto claims = claims_in(write_claims(report));
    EXPECT_TRUE(claims.diagnostics.empty()) << render(claims.diagnostics);
    judge_claims(claims, report);
    EXPECT_TRUE(report.findings.empty());
}

TEST(Claims, ThatIsSoOfWhateverWasSeen) {
    std::mt19937 random(11);
    for (int world = 0; world < 200; ++world) {
        auto report =
            report_of([&](const AuditFlow&) { return random() % 2 == 0 ? Observed::open : Observed::closed; });
        const std::string text = write_claims(report);
        EXPECT_EQ(text, write_claims(report));
        const auto claims = claims_in(text);
        ASSERT_TRUE(claims.diagnostics.empty()) << text << render(claims.diagnostics);
        judge_claims(claims, report);
        EXPECT_TRUE(report.findings.empty()) << text << report.findings[0].text;
    }
}

TEST(Claims, AFlowThatIsNotAsClaimedIsAFindingWithTheRule) {
    auto report = as_predicted();
    judge_claims(
        claims_in("claims:\n"
                  "  - {to: cluster shop/orders, port: 5432, allow: [shop/api, web/page, cluster shop/orders]}\n"),
        report);
    ASSERT_EQ(report.count(Weight::finding), 2U);  // to each instance
    EXPECT_THAT(report.findings[0].text, HasSubstr("web/page → shop/orders-1:5432 is closed, claimed allow"));
    EXPECT_THAT(report.findings[0].text, HasSubstr("claims.yaml:2:61"));
    EXPECT_THAT(report.findings[0].text, HasSubstr("shop/orders"));
}

TEST(Claims, WhoReachesADatabaseUnclaimedIsAFinding) {
    auto report = as_predicted();
    judge_claims(claims_in("claims:\n  - {to: cluster shop/orders, port: 5432, allow: [cluster shop/orders]}\n"),
                 report);
    EXPECT_THAT(codes_of(report), ::testing::ElementsAre("not-claimed", "not-claimed"));
    EXPECT_THAT(report.findings[0].text, HasSubstr("shop/api"));
}

TEST(Claims, TheNearerOneCounts) {
    auto report = as_predicted();
    judge_claims(claims_in("claims:\n"
                           "  - {to: cluster shop/orders, port: 5432, allow: [shop/api, cluster shop/orders]}\n"
                           "  - {to: shop/orders-2, port: 5432, deny: shop/api}\n"),
                 report);
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_THAT(report.findings[0].text, HasSubstr("shop/api → shop/orders-2:5432 is open, claimed deny"));
}

TEST(Claims, WhatWasUnclearIsNeitherWrittenNorJudged) {
    auto report = report_of([](const AuditFlow&) { return Observed::unclear; });
    const std::string text = write_claims(report);
    EXPECT_THAT(text, HasSubstr("# could not be told: shop/api to cluster shop/orders:5432"));
    EXPECT_TRUE(claims_in(text).claims.empty());
    judge_claims(claims_in("claims: [{to: cluster shop/orders, port: 5432, allow: shop/api}]"), report);
    EXPECT_EQ(report.count(Weight::finding), 0U);
}

TEST(Claims, AWorkloadThatHasGoneIsANote) {
    auto report = as_predicted();
    report.flows.clear();
    judge_claims(claims_in("claims: [{to: cluster shop/orders, port: 5432, deny: shop/gone}]"), report);
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].weight, Weight::note);
}

TEST(Claims, MistakesAreTold) {
    EXPECT_THAT(render(claims_in("claims: [{to: a, port: 1, alow: b}]").diagnostics),
                HasSubstr("did you mean 'allow'"));
    EXPECT_THAT(render(claims_in("claims: [{to: a, port: 0, allow: b}]").diagnostics), HasSubstr("from 1 to 65535"));
    EXPECT_THAT(render(claims_in("").diagnostics), HasSubstr("a file of claims has one document"));
    EXPECT_THAT(render(claims_in("claims: [").diagnostics), Not(HasSubstr("one document")));
    EXPECT_FALSE(claims_in("[1, 2]").diagnostics.empty());
}

}  // namespace
}  // namespace pgreach::audit
