#include "model/names.hpp"

#include <gtest/gtest.h>

namespace pgreach {
namespace {

TEST(Names, AreThoseOfTheDocumentation) {
    EXPECT_EQ(to_string(Judgement::stale_defect), "stale-defect");
    EXPECT_EQ(to_string(EndpointKind::remote_node), "remote-node");
    EXPECT_EQ(to_string(AttemptEnd::timed_out), "timed-out");
    EXPECT_EQ(to_string(EvidenceKind::drop_event), "drop-event");
}

TEST(Names, ComeBackAsTheSameValue) {
    for (const auto judgement : {Judgement::conforms, Judgement::docs_defect, Judgement::known_defect,
                                 Judgement::stale_defect, Judgement::deviation, Judgement::inconclusive}) {
        EXPECT_EQ(from_string<Judgement>(to_string(judgement)), judgement);
    }
    EXPECT_EQ(from_string<Verdict>("maybe"), std::nullopt);
}

}  // namespace
}  // namespace pgreach
