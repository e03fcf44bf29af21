#include "probe/observe.hpp"

#include <gtest/gtest.h>

#include "model/names.hpp"

namespace pgreach::probe {
namespace {

Attempt ended(AttemptEnd end, Milestone reached = Milestone::none, std::string error = "") {
    Attempt attempt;
    attempt.end = end;
    attempt.reached = reached;
    attempt.error = std::move(error);
    return attempt;
}

Attempt answered(std::string by = "", Milestone reached = Milestone::query) {
    Attempt attempt = ended(AttemptEnd::answered, reached);
    attempt.answered_by = std::move(by);
    return attempt;
}

const Evidence drop{EvidenceKind::drop_event, "nflog: SYN a:1 → b:5432"};
const Evidence forward{EvidenceKind::forward_event, "hubble: allowed by p"};
const Expectation nothing_known;
const Expectation control{true, {}, ""};
const Expectation lost{true, {}, "buffer overrun"};
const Expectation primary{false, {"primary"}, ""};

struct Case {
    const char* rule;
    std::vector<Attempt> attempts;
    std::vector<Evidence> events;
    Expectation expected;
    const char* shows;  // "open", "closed", "unclear: why"
};

std::string shown(const Observation& observation) {
    const std::string text(to_string(observation.observed));
    return observation.reason.empty() ? text : text + ": " + observation.reason;
}

void check(const std::vector<Case>& cases) {
    for (const auto& one : cases) {
        EXPECT_EQ(shown(observe_from(one.attempts, one.events, one.expected)), one.shows) << one.rule;
    }
}

TEST(Observe, OpenNeedsTheTargetsOwnAnswer) {
    check({
        {"a query came back", {answered()}, {}, nothing_known, "open"},
        {"an authentication failure is an answer", {answered("", Milestone::tls)}, {}, primary, "open"},
        {"the right one answered", {answered("primary@10.0.0.1 (primary)")}, {}, primary, "open"},
        {"a forward event does not harm", {answered()}, {forward}, nothing_known, "open"},
        {"the wrong one answered",
         {answered("replica@10.0.0.2 (replica)")},
         {},
         primary,
         "unclear: answered by replica@10.0.0.2 (replica) instead of primary"},
        {"a drop event of the same connection", {answered()}, {drop}, control, "unclear: answered, and also dropped"},
        {"answers that do not repeat",
         {answered(), ended(AttemptEnd::timed_out)},
         {},
         control,
         "unclear: answered, and also timed-out"},
    });
}

TEST(Observe, ClosedNeedsADropEventOrSilenceWithAPositiveControl) {
    const Attempt silent = ended(AttemptEnd::timed_out);
    check({
        {"dropped", {ended(AttemptEnd::dropped)}, {drop}, nothing_known, "closed"},
        {"silent and dropped", {silent}, {drop}, nothing_known, "closed"},
        {"cut after it was established",
         {ended(AttemptEnd::timed_out, Milestone::tcp)},
         {drop},
         nothing_known,
         "closed"},
        {"silent where it was open before", {silent}, {}, control, "closed"},
        {"silent after the name was found", {ended(AttemptEnd::timed_out, Milestone::dns)}, {}, control, "closed"},
        {"just silent",
         {silent},
         {},
         nothing_known,
         "unclear: silence, and neither a drop event nor a positive control"},
        {"somebody accepts and stays silent",
         {ended(AttemptEnd::timed_out, Milestone::tcp)},
         {},
         control,
         "unclear: connected, then silence"},
        {"the event may be among the lost",
         {silent},
         {},
         lost,
         "unclear: no answer, and evidence was lost: buffer overrun"},
        {"a drop event is a proof though others were lost", {silent}, {drop}, lost, "closed"},
        {"dropped, says the probe alone",
         {ended(AttemptEnd::dropped)},
         {},
         control,
         "unclear: ended as dropped, yet there is no drop event"},
    });
}

TEST(Observe, WhatCannotBeToldIsNeverClosed) {
    check({
        {"nothing tried", {}, {}, control, "unclear: nothing was attempted"},
        {"a reset",
         {ended(AttemptEnd::refused, Milestone::none, "Connection refused")},
         {},
         control,
         "unclear: refused: Connection refused"},
        {"the probe is gone",
         {ended(AttemptEnd::failed, Milestone::none, "the probe of a ended")},
         {},
         control,
         "unclear: failed: the probe of a ended"},
        {"a failure, whatever the events say",
         {ended(AttemptEnd::failed, Milestone::none, "no route")},
         {drop},
         control,
         "unclear: failed: no route"},
        {"one of two failed",
         {ended(AttemptEnd::timed_out), ended(AttemptEnd::failed, Milestone::none, "x")},
         {},
         control,
         "unclear: failed: x"},
    });
}

TEST(Observe, NamesItsEvidence) {
    const auto open = observe_from({answered("primary@10.0.0.1 (primary)")}, {forward}, primary);
    ASSERT_EQ(open.evidence.size(), 2U);
    EXPECT_EQ(open.evidence[0].kind, EvidenceKind::reply);
    EXPECT_EQ(open.evidence[0].detail, "reached query, answered by primary@10.0.0.1 (primary)");
    EXPECT_EQ(open.evidence[1].kind, EvidenceKind::forward_event);
    const auto silent = observe_from({ended(AttemptEnd::timed_out)}, {}, control);
    ASSERT_EQ(silent.evidence.size(), 1U);
    EXPECT_EQ(silent.evidence[0].kind, EvidenceKind::positive_control);
    const auto dropped = observe_from({ended(AttemptEnd::dropped)}, {drop}, control);
    ASSERT_EQ(dropped.evidence.size(), 1U);
    EXPECT_EQ(dropped.evidence[0].kind, EvidenceKind::drop_event);
    EXPECT_EQ(dropped.attempts.size(), 1U);
}

TEST(AnswersAs, KnowsATargetByNameOrAddress) {
    const std::string by = "cluster-example@10.244.0.3 (replica)";
    for (const char* expected : {"", "cluster-example", "10.244.0.3", "cluster-example@10.244.0.3"}) {
        EXPECT_TRUE(answers_as(by, expected)) << expected;
    }
    for (const char* expected : {"cluster", "10.244.0.30", "replica", "10.244.0"}) {
        EXPECT_FALSE(answers_as(by, expected)) << expected;
    }
    EXPECT_TRUE(answers_as("primary", "primary")) << "an HTTP server's own name";
    EXPECT_FALSE(answers_as("replica", "primary"));
}

}  // namespace
}  // namespace pgreach::probe
