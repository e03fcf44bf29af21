#include <gmock/gmock.h>

#include "unit/history/nights.hpp"

namespace pgreach::history {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class IncompleteRun : public Nights {};

TEST_F(IncompleteRun, ACellThatVanishesIsNewsUnlessTheRunWasCutShort) {
    night(closed());
    auto record = closed();
    record.scenarios[0].steps[0].admissions.clear();
    record.interrupted = true;
    night(record);
    EXPECT_FALSE(news().has_news());
    EXPECT_EQ(news().incomplete, "it was interrupted");
    record.interrupted = false;
    night(record);
    ASSERT_EQ(news().changed.size(), 1U);
    EXPECT_EQ(news().changed[0].change.kind, diff::ChangeKind::vanished);
    night(closed());
    EXPECT_EQ(news().changed[0].change.kind, diff::ChangeKind::appeared);
}

TEST_F(IncompleteRun, WhatAnIncompleteRunLacksIsMissedByTheNextOne) {
    night(closed());
    auto record = closed();
    record.scenarios[0].steps[0].admissions.clear();
    record.interrupted = true;
    night(record);
    record.interrupted = false;
    night(record);
    ASSERT_EQ(news().changed.size(), 1U) << "the picture of the two runs is the same";
    EXPECT_EQ(news().changed[0].change.kind, diff::ChangeKind::vanished);
}

TEST_F(IncompleteRun, WhatAnIncompleteRunSawIsNotTakenForTheWhole) {
    night(closed());
    auto record = open();
    record.interrupted = true;
    night(record);
    night(closed());
    EXPECT_THAT(since(news().changed), ElementsAre("2026-11-03")) << "open, and closed again";
}

TEST_F(IncompleteRun, WhatAFirstIncompleteRunLacksDoesNotAppear) {
    auto record = closed();
    record.scenarios[0].steps[0].admissions.clear();
    record.interrupted = true;
    night(record);
    night(closed());
    EXPECT_THAT(news().changed, IsEmpty());
}

TEST_F(IncompleteRun, AScenarioThatAnIncompleteRunDidNotComeToIsMissedByTheNextOne) {
    auto record = closed();
    record.scenarios.push_back(record.scenarios[0]);
    record.scenarios[1].name = "another";
    night(record);
    auto cut = closed();
    cut.interrupted = true;
    night(cut);
    night(closed());
    EXPECT_THAT(news().missing, ElementsAre("another"));
    night(closed());
    EXPECT_THAT(news().missing, IsEmpty());
}

}  // namespace
}  // namespace pgreach::history
