#include "model/conclusion.hpp"

#include <gtest/gtest.h>

#include "model/names.hpp"

namespace pgreach {
namespace {

Attempt ended(AttemptEnd end, Milestone reached = Milestone::none, std::string error = "") {
    Attempt attempt;
    attempt.end = end;
    attempt.reached = reached;
    attempt.source = "10.244.0.7:40312";
    attempt.destination = "10.244.0.3:5432";
    attempt.error = std::move(error);
    return attempt;
}

Attempt answered(std::string by = "", Milestone reached = Milestone::query) {
    Attempt attempt = ended(AttemptEnd::answered, reached);
    attempt.answered_by = std::move(by);
    attempt.answerers = {"primary"};
    return attempt;
}

Attempt silent() {
    return ended(AttemptEnd::timed_out);
}

const Evidence drop{EvidenceKind::drop_event, "10.244.0.7:40312", "10.244.0.3:5432", "nflog: SYN a → b", {}};
const Evidence forward{EvidenceKind::forward_event, "10.244.0.7:40312", "10.244.0.3:5432", "hubble: allowed by p", {}};
const Grounds drops_recorded;
const Grounds control{false, ControlState::open};
const Grounds no_control{false, ControlState::not_needed};
const std::vector<Doubt> lost = {{DoubtCause::evidence_lost, "buffer overrun"}};

struct Case {
    const char* rule;
    Observation observation;
    Grounds grounds;
    const char* shows;  // "open", "closed", "unclear: why"
};

std::string shown(const Observation& observation, const Grounds& grounds) {
    const auto conclusion = conclude(observation, grounds);
    const std::string text(to_string(conclusion.observed));
    return conclusion.doubts.empty() ? text : text + ": " + conclusion.reason();
}

void check(const std::vector<Case>& cases) {
    for (const auto& one : cases) EXPECT_EQ(shown(one.observation, one.grounds), one.shows) << one.rule;
}

TEST(Conclusion, OpenNeedsTheTargetsOwnAnswer) {
    check({
        {"a query came back", {{answered()}, {}, {}}, drops_recorded, "open"},
        {"an authentication failure is an answer", {{answered("", Milestone::tls)}, {}, {}}, drops_recorded, "open"},
        {"the right one answered", {{answered("primary@10.0.0.1 (primary)")}, {}, {}}, drops_recorded, "open"},
        {"a forward event does not harm", {{answered()}, {forward}, {}}, drops_recorded, "open"},
        {"the wrong one answered",
         {{answered("replica@10.0.0.2 (replica)")}, {}, {}},
         drops_recorded,
         "unclear: answered by replica@10.0.0.2 (replica) instead of primary"},
        {"a drop event of the same connection",
         {{answered()}, {drop}, {}},
         drops_recorded,
         "unclear: answered, and also dropped"},
        {"answers that do not repeat",
         {{answered(), silent()}, {}, {}},
         control,
         "unclear: attempts differ: some were answered, others were dropped"},
    });
}

TEST(Conclusion, ClosedNeedsADropEventOrSilenceWithAPositiveControl) {
    const auto connected = ended(AttemptEnd::timed_out, Milestone::tcp);
    check({
        {"dropped", {{ended(AttemptEnd::dropped)}, {drop}, {}}, drops_recorded, "closed"},
        {"silent and dropped", {{silent()}, {drop}, {}}, drops_recorded, "closed"},
        {"cut after it was established", {{connected}, {drop}, {}}, drops_recorded, "closed"},
        {"silent where it was open before", {{silent()}, {}, {}}, control, "closed"},
        {"silent after the name was found",
         {{ended(AttemptEnd::timed_out, Milestone::dns)}, {}, {}},
         control,
         "closed"},
        {"just silent",
         {{silent()}, {}, {}},
         no_control,
         "unclear: silence, and neither a drop event nor a positive control"},
        {"silent where drops are recorded",
         {{silent()}, {}, {}},
         drops_recorded,
         "unclear: silence without a drop event, though this backend records every drop"},
        {"somebody accepts and stays silent", {{connected}, {}, {}}, control, "unclear: connected, then silence"},
        {"the event may be among the lost",
         {{silent()}, {}, lost},
         control,
         "unclear: no answer, and evidence was lost: buffer overrun"},
        {"a drop event is a proof though others were lost", {{silent()}, {drop}, lost}, drops_recorded, "closed"},
        {"dropped, says the probe alone",
         {{ended(AttemptEnd::dropped)}, {}, {}},
         control,
         "unclear: ended as dropped, yet there is no drop event"},
    });
}

TEST(Conclusion, WhatCannotBeToldIsNeverClosed) {
    const auto gone = ended(AttemptEnd::failed, Milestone::none, "the probe of a ended");
    check({
        {"nothing tried", {}, control, "unclear: nothing was attempted"},
        {"nothing to try it with",
         {{}, {}, {{DoubtCause::not_attempted, "no node is there for it"}}},
         control,
         "unclear: no node is there for it"},
        {"a reset",
         {{ended(AttemptEnd::refused, Milestone::none, "Connection refused")}, {}, {}},
         control,
         "unclear: refused: Connection refused"},
        {"the probe is gone", {{gone}, {}, {}}, control, "unclear: failed: the probe of a ended"},
        {"a failure, whatever the events say", {{gone}, {drop}, {}}, control, "unclear: failed: the probe of a ended"},
        {"one of two failed", {{silent(), gone}, {}, {}}, control, "unclear: failed: the probe of a ended"},
    });
}

TEST(Conclusion, PathsMustAgree) {
    auto direct = answered();
    direct.path = "10.0.0.1:5432";
    auto service = silent();
    service.path = "service rw";
    EXPECT_EQ(shown({{direct, direct}, {}, {}}, {}), "open");
    EXPECT_EQ(shown({{direct, service}, {drop}, {}}, {}), "unclear: answered, and also dropped")
        << "both share the connection";
    service.source = "10.244.0.7:2";
    auto drop_of_service = drop;
    drop_of_service.source = service.source;
    EXPECT_EQ(shown({{direct, service}, {drop_of_service}, {}}, {}),
              "unclear: open by 10.0.0.1:5432 and closed by service rw");
}

TEST(Conclusion, AnEventBehindAServiceIsOfItsConnection) {
    auto attempt = silent();
    attempt.destination = "10.96.0.1:5432";
    EXPECT_EQ(shown({{attempt}, {drop}, {}}, {}).substr(0, 43), "unclear: an event of another connection: nf");
    attempt.behind = {drop.destination};
    EXPECT_EQ(shown({{attempt}, {drop}, {}}, {}), "closed");
}

TEST(Conclusion, AnEventOfAnotherConnectionIsNoProof) {
    auto other = drop;
    other.source = "10.244.0.7:1";
    EXPECT_EQ(shown({{silent()}, {other}, {}}, {}),
              "unclear: an event of another connection: nflog: SYN a → b; "
              "silence without a drop event, though this backend records every drop");
    EXPECT_EQ(shown({{answered()}, {other}, {}}, {}), "unclear: an event of another connection: nflog: SYN a → b");
}

TEST(Conclusion, DoubtsMakeItUnclearAndLeaveWhatWasSeen) {
    Observation observation{{answered()}, {}, {{DoubtCause::not_in_force, "an endpoint is behind"}}};
    EXPECT_EQ(shown(observation, {}), "unclear: an endpoint is behind; seen: open");
    observation.doubts = {{DoubtCause::failover, "the database failed over meanwhile"}};
    EXPECT_EQ(shown(observation, {}), "unclear: the database failed over meanwhile");
    observation.doubts = {{DoubtCause::evidence_lost, "buffer overrun"}};
    EXPECT_EQ(shown(observation, {}), "open") << "an answer needs no event";
}

TEST(Conclusion, AClosedFlowNeedsAnOpenControl) {
    const Observation closed{{silent()}, {drop}, {}};
    EXPECT_EQ(shown(closed, {true, ControlState::open}), "closed");
    EXPECT_EQ(shown(closed, {true, ControlState::failed}),
              "unclear: the positive control failed: this flow was not open with nothing applied");
    EXPECT_EQ(shown(closed, {true, ControlState::missing}),
              "unclear: no positive control: it is not known whether this flow was ever open");
    EXPECT_EQ(shown({{answered()}, {}, {}}, {true, ControlState::missing}), "open");
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
}  // namespace pgreach
