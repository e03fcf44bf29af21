#include "diff/render.hpp"

#include <gmock/gmock.h>

#include "support/records.hpp"

namespace pgreach::diff {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Difference opened() {
    const auto before = test::record_of_one_closed_flow();
    auto after = before;
    after.scenarios[0].steps[0].flows[0].observation = test::answered();
    return *compare({"a.json", before}, {"b.json", after});
}

TEST(DiffRender, TextEndsWithTheAnswer) {
    EXPECT_EQ(to_text(opened(), false),
              "A  a.json: , embedded, semantics of Cilium 1.20, 1 scenario, 2 cells\n"
              "B  b.json: , embedded, semantics of Cilium 1.20, 1 scenario, 2 cells\n"
              "\n"
              "some-scenario, applied\n"
              "  changed: 1 flow, closed → open; judged conforms → deviation\n"
              "    frontend → primary:5432\n"
              "\n"
              "1 cell is the same, 1 changed\n"
              "they differ: 1 flow changed\n");
}

TEST(DiffRender, MarkdownBeginsWithTheAnswer) {
    EXPECT_THAT(to_markdown(opened(), false), StartsWith("## ❌ they differ: 1 flow changed\n"));
}

TEST(DiffRender, OfManyAlikeSomeAreNamedUnlessAllAreWanted) {
    const auto before = test::record_of_one_closed_flow();
    auto after = before;
    auto& flows = after.scenarios[0].steps[0].flows;
    for (int port = 1; port < 9; ++port) {
        flows.push_back(flows[0]);
        flows.back().flow.port = port;
    }
    const auto difference = *compare({"a.json", before}, {"b.json", after});
    EXPECT_THAT(to_text(difference, false), HasSubstr("frontend → primary:4, … (8 in all)\n"));
    EXPECT_THAT(to_text(difference, true), HasSubstr("frontend → primary:8\n"));
    EXPECT_THAT(to_markdown(difference, false), HasSubstr("… (8 in all)"));
}

TEST(DiffRender, WhatComesFromOutsideIsNoInstruction) {
    auto before = test::record_of_one_closed_flow();
    before.scenarios[0].steps[0].name = "a|b\x1b[31m`<b>";
    auto after = before;
    after.scenarios[0].steps[0].flows[0].observation = test::answered();
    const auto difference = *compare({"a|.json", before}, {"b.json", after});
    EXPECT_THAT(to_text(difference, false), Not(HasSubstr("\x1b")));
    EXPECT_THAT(to_markdown(difference, false), HasSubstr("a\\|b\\\\x1b\\[31m\\`\\<b\\>"));
    EXPECT_THAT(to_markdown(difference, false), HasSubstr("`a\\|.json`"));
}

TEST(DiffRender, AScenarioThatOneAloneHasIsNamedAndNotToldCellByCell) {
    const auto before = test::record_of_one_closed_flow();
    auto after = before;
    after.scenarios.push_back(after.scenarios[0]);
    after.scenarios[1].name = "another";
    const auto text = to_text(*compare({"a.json", before}, {"b.json", after}), false);
    EXPECT_THAT(text, HasSubstr("\nonly b.json has the scenario: another\n2 cells are the same, 2 appeared\n"));
    EXPECT_THAT(text, Not(HasSubstr("another, applied")));
}

TEST(DiffRender, JsonNamesEveryCell) {
    const auto json = to_json(opened());
    EXPECT_THAT(json, HasSubstr(R"("schema": "pgreach.diff/v1")"));
    EXPECT_THAT(json, HasSubstr(R"("name": "frontend → primary:5432")"));
    EXPECT_THAT(json, EndsWith("}\n"));
}

}  // namespace
}  // namespace pgreach::diff
