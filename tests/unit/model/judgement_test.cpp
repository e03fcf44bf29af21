#include "model/judgement.hpp"

#include <gtest/gtest.h>

#include "model/names.hpp"

namespace pgreach {
namespace {

constexpr auto allow = Verdict::allow;
constexpr auto deny = Verdict::deny;

TEST(Judgement, ThreeAnswersThatAgreeConform) {
    EXPECT_EQ(judge(allow, allow, Observed::open, false), Judgement::conforms);
    EXPECT_EQ(judge(deny, deny, Observed::closed, false), Judgement::conforms);
}

TEST(Judgement, APromiseThatCiliumDoesNotKeepIsADocsDefect) {
    EXPECT_EQ(judge(deny, allow, Observed::open, false), Judgement::docs_defect);
    EXPECT_EQ(judge(allow, deny, Observed::closed, false), Judgement::docs_defect);
}

TEST(Judgement, AListedDefectIsKnown) {
    EXPECT_EQ(judge(deny, allow, Observed::open, true), Judgement::known_defect);
    EXPECT_EQ(judge(allow, deny, Observed::closed, true), Judgement::known_defect);
}

TEST(Judgement, AListedDefectThatIsGoneIsStale) {
    EXPECT_EQ(judge(deny, deny, Observed::closed, true), Judgement::stale_defect);
    EXPECT_EQ(judge(allow, allow, Observed::open, true), Judgement::stale_defect);
}

TEST(Judgement, AnObservationAgainstThePredictionIsADeviationWhateverIsClaimed) {
    for (const auto claim : {allow, deny}) {
        for (const bool listed : {false, true}) {
            EXPECT_EQ(judge(claim, deny, Observed::open, listed), Judgement::deviation);
            EXPECT_EQ(judge(claim, allow, Observed::closed, listed), Judgement::deviation);
        }
    }
}

TEST(Judgement, WhatCannotBeToldIsInconclusiveNeverClosed) {
    for (const auto claim : {allow, deny}) {
        for (const auto prediction : {allow, deny}) {
            EXPECT_EQ(judge(claim, prediction, Observed::unclear, false), Judgement::inconclusive);
            EXPECT_EQ(judge(claim, prediction, Observed::unclear, true), Judgement::inconclusive);
        }
    }
}

}  // namespace
}  // namespace pgreach
