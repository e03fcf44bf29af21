#include "audit/judge.hpp"

#include <gtest/gtest.h>

#include "verdict/exit_code.hpp"

namespace pgreach::audit {
namespace {

Plan one_flow(Verdict predicted) {
    Plan plan;
    plan.flows.resize(1);
    plan.flows[0].decision.ingress.verdict = predicted;
    return plan;
}

Observation seen(AttemptEnd end, bool dropped) {
    Attempt attempt{.end = end, .reached = Milestone::none};
    attempt.source = "10.0.0.7:4000";
    attempt.destination = "10.0.0.1:5432";
    Observation observation{.attempts = {attempt}};
    if (dropped) {
        observation.evidence.push_back({EvidenceKind::drop_event, attempt.source, attempt.destination, "dropped", {}});
    }
    return observation;
}

Agreement judged(Verdict predicted, AttemptEnd end, bool dropped, bool drop_evidence = true) {
    return judge(one_flow(predicted), 0, seen(end, dropped), drop_evidence).agreement;
}

TEST(Judge, AnAnswerIsOpenAndADropEventIsClosed) {
    EXPECT_EQ(judged(Verdict::allow, AttemptEnd::answered, false), Agreement::agrees);
    EXPECT_EQ(judged(Verdict::deny, AttemptEnd::answered, false), Agreement::deviation);
    EXPECT_EQ(judged(Verdict::deny, AttemptEnd::dropped, true), Agreement::agrees);
    EXPECT_EQ(judged(Verdict::allow, AttemptEnd::timed_out, true), Agreement::deviation);
}

TEST(Judge, SilenceWithoutADropEventIsNeverClosed) {
    for (const bool drop_evidence : {true, false}) {
        for (const auto predicted : {Verdict::allow, Verdict::deny}) {
            EXPECT_EQ(judged(predicted, AttemptEnd::timed_out, false, drop_evidence), Agreement::inconclusive);
            EXPECT_EQ(judged(predicted, AttemptEnd::refused, false, drop_evidence), Agreement::inconclusive);
            EXPECT_EQ(judged(predicted, AttemptEnd::failed, false, drop_evidence), Agreement::inconclusive);
        }
    }
}

TEST(Judge, WhatAuditModeLetsPassIsNoAgreement) {
    auto observation = seen(AttemptEnd::answered, false);
    observation.evidence.push_back({EvidenceKind::audit_event, "10.0.0.7:4000", "10.0.0.1:5432", "audit", {}});
    EXPECT_EQ(judge(one_flow(Verdict::allow), 0, observation, true).agreement, Agreement::inconclusive);
}

TEST(Judge, OpenByAPolicyThatDoesNotAllowItIsADeviation) {
    auto plan = one_flow(Verdict::allow);
    const PolicyId ours{"CiliumNetworkPolicy", "shop", "ours"};
    const PolicyId other{"CiliumNetworkPolicy", "shop", "other"};
    plan.flows[0].decision.ingress.allowed_by = {ours};
    auto observation = seen(AttemptEnd::answered, false);
    observation.evidence.push_back({EvidenceKind::forward_event, "10.0.0.7:4000", "10.0.0.1:5432", "forward", {ours}});
    EXPECT_EQ(judge(plan, 0, observation, true).agreement, Agreement::agrees);
    observation.evidence[0].policies = {other};
    const auto judged = judge(plan, 0, observation, true);
    EXPECT_EQ(judged.agreement, Agreement::deviation);
    EXPECT_NE(observation_of(judged).find("let pass by CiliumNetworkPolicy shop/other"), std::string::npos);
}

TEST(Judge, WhatCannotBeTriedSaysWhy) {
    auto plan = one_flow(Verdict::deny);
    plan.flows[0].impossible = "shop/orders-1 does not run";
    const auto judged = judge(plan, 0, {}, true);
    EXPECT_EQ(judged.agreement, Agreement::inconclusive);
    EXPECT_EQ(judged.conclusion.reason(), "shop/orders-1 does not run");
}

TEST(Report, DeviationsAndFindingsCountBeforeWhatCouldNotBeTold) {
    Report report{.context = "lab"};
    EXPECT_EQ(report.exit_code(), verdict::exit_nothing);
    report.flows.push_back({0, {}, {}, Agreement::agrees});
    EXPECT_EQ(report.exit_code(), verdict::exit_conforms);
    report.findings.push_back({Weight::note, "x", "a note"});
    EXPECT_EQ(report.exit_code(), verdict::exit_conforms);
    report.flows.push_back({0, {}, {}, Agreement::inconclusive});
    EXPECT_EQ(report.exit_code(), verdict::exit_inconclusive);
    report.findings.push_back({Weight::finding, "x", "a finding"});
    EXPECT_EQ(report.exit_code(), verdict::exit_finding);
}

}  // namespace
}  // namespace pgreach::audit
