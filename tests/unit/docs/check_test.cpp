#include "docs/check.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "docs/edit.hpp"
#include "docs/merge.hpp"
#include "docs/suggest.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::docs {
namespace {

const std::string root = PGREACH_SOURCE_DIR;

std::string text_of(const std::string& path) {
    const auto text = read_file(root + "/" + path);
    return text ? *text : "cannot be read: " + text.error().message;
}

const std::vector<scenario::Scenario>& catalogue() {
    static const auto catalog = scenario::Catalog::load(root);
    return catalog->all();
}

class Check : public ::testing::Test {
  protected:
    static SourcePtr page(std::string text, std::string name = "page.md") {
        return std::make_shared<const Source>(Source{std::move(name), std::move(text)});
    }
    CheckResult check(const SourcePtr& source) const {
        CheckResult result;
        check_page(source, page::no_includes, options_, result);
        return result;
    }
    // "LINE CODE" of each finding but notes on what a lone policy closes.
    static std::string told(const CheckResult& result) {
        std::string text;
        for (const auto& finding : result.findings) {
            if (finding.code != "consequence") text += std::to_string(finding.mark.line) + " " + finding.code + "\n";
        }
        return text;
    }

    const std::vector<KnownExample> known_ = known_examples(catalogue());
    const AgentFlags flags_ = *AgentFlags::read(page(text_of("fixtures/cilium/agent-flags.txt"), "flags"));
    const CheckOptions options_{{}, known_, flags_};
};

TEST_F(Check, ThePageHasTwoBrokenExamplesAndOneFlagThatThereIsNot) {
    const auto result = check(page(text_of("fixtures/docs/cilium.md")));
    EXPECT_EQ(told(result), "51 unknown-flag\n65 rejected\n187 unknown-field\n");
    EXPECT_EQ(result.count(Severity::error), 3U);
    EXPECT_EQ(result.count(Severity::warning), 0U);
    EXPECT_EQ(result.count(ExampleState::unchanged), 7U);
}

TEST_F(Check, TheCorrectedPageHasNoFinding) {
    const auto result = check(page(text_of("fixtures/pages/corrected.md")));
    EXPECT_EQ(result.count(Severity::error), 0U);
    EXPECT_EQ(result.count(Severity::warning), 0U);
    EXPECT_EQ(result.count(ExampleState::changed), 7U);
    EXPECT_NE(told(result).find("stale-defect"), std::string::npos) << "what the scenarios list is gone";
}

TEST_F(Check, AnExampleThatNoLongerDoesWhatItPromisesIsFound) {
    auto text = text_of("fixtures/docs/cilium.md");
    const auto at = text.find("role: backend");
    text.replace(at, 13, "role: Backend");
    const auto result = check(page(text));
    EXPECT_EQ(told(result), "51 unknown-flag\n65 rejected\n146 claim-not-kept\n187 unknown-field\n");
}

TEST_F(Check, WhatIsGoneAndWhatIsNewIsTold) {
    const auto whole = text_of("fixtures/docs/cilium.md");
    auto text = whole.substr(0, whole.find("## Making Cilium"));
    text +=
        "## More\n\n```yaml\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: "
        "default}\n"
        "spec:\n  endpointSelector: {matchLabels: {app: x}}\n  ingress: [{}]\n```\n";
    const auto result = check(page(text));
    EXPECT_EQ(told(result), "51 unknown-flag\n65 rejected\n");
    EXPECT_EQ(result.pages[0].gone.size(), 6U);
    EXPECT_EQ(result.count(ExampleState::fresh), 1U);
}

TEST_F(Check, APageOfAnotherSubjectIsMissingNothing) {
    const auto result =
        check(page("# Else\n\n```yaml\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x}\n"
                   "spec:\n  endpointSelector: {matchLabels: {app: x}}\n  ingress: [{}]\n```\n"));
    EXPECT_EQ(result.count(ExampleState::fresh), 1U);
    EXPECT_TRUE(result.pages[0].gone.empty());
    EXPECT_EQ(check(page("# Else\n\ntext\n")).others, 1U);
}

TEST_F(Check, AnExampleThatCannotBeReadIsOne) {
    const auto result = check(page("```yaml\nkind: CiliumNetworkPolicy\nmetadata: {name: x\n```\n"));
    EXPECT_EQ(result.examples(), 1U);
    EXPECT_EQ(result.count(Severity::error), 1U);
}

TEST_F(Check, OlderReleasesAreJudgedByTheirOwnSemantics) {
    const CheckOptions older{{1, 16}, known_, flags_};
    CheckResult result;
    check_page(page(text_of("fixtures/docs/cilium.md")), page::no_includes, older, result);
    EXPECT_EQ(told(result), "51 unknown-flag\n57 claim-not-kept\n63 no-effect\n187 unknown-field\n");
}

TEST_F(Check, WhatIsSuggestedLeavesNothingToFind) {
    const auto suggestion = suggest({page(text_of("fixtures/docs/cilium.md"))}, page::no_includes, options_);
    EXPECT_TRUE(suggestion.left.empty()) << render(suggestion.left);
    EXPECT_NE(suggestion.patch.find("-  ingress: []\n+  ingress:\n+    - {}\n"), std::string::npos) << suggestion.patch;
}

TEST_F(Check, OnAPageOfAnotherSystemLineEndsStay) {
    std::string text;
    for (const char c : text_of("fixtures/docs/cilium.md")) text += c == '\n' ? "\r\n" : std::string(1, c);
    const auto suggestion = suggest({page(text)}, page::no_includes, options_);
    EXPECT_TRUE(suggestion.left.empty()) << render(suggestion.left);
    EXPECT_NE(suggestion.patch.find("-  ingress: []\r\n+  ingress:\r\n+    - {}\r\n"), std::string::npos);
}

TEST_F(Check, WhatNobodyHasARemedyForIsLeft) {
    const auto suggestion = suggest({page("```yaml\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"
                                          "metadata: {name: x}\nspec: {endpointSelector: {}}\n```\n")},
                                    page::no_includes, options_);
    EXPECT_EQ(suggestion.patch, "");
    EXPECT_EQ(suggestion.left.size(), 1U);
}

TEST(CarryOver, PutsChangesWhereTheirLinesStand) {
    EXPECT_EQ(carry_over("a\nb\nc\n", "a\nB\nc\n", "x\na\nb\nd\n"), "x\na\nB\nd\n");
    EXPECT_EQ(carry_over("a\nb\n", "a\nb\nc\n", "x\nb\ny\n"), "x\nb\nc\ny\n");
    EXPECT_EQ(carry_over("a\n", "a\n", "z\n"), "z\n");
    EXPECT_EQ(carry_over("a\nb\n", "a\nc\n", "z\n"), std::nullopt) << "the line is not there";
    EXPECT_EQ(carry_over("a\nb\n", "a\nc\n", "a\nb\na\nb\n"), std::nullopt) << "it is there twice";
}

TEST(ReplaceListing, KeepsWhatStandsBeforeEachLine) {
    const auto read = [](const std::string& name, const std::string& text) {
        return page::yaml_blocks(std::make_shared<const Source>(Source{name, text}));
    };
    const std::string text = "!!! note\n\n    ```yaml\n    a: 1\n\n    b: 2\n    ```\n";
    const auto blocks = read("p.md", text);
    const auto edit = replace_listing(blocks[0], "c: 3\n\nd: 4\ne: 5\n");
    ASSERT_TRUE(edit);
    EXPECT_EQ(apply(text, {*edit}), "!!! note\n\n    ```yaml\n    c: 3\n\n    d: 4\n    e: 5\n    ```\n");
    EXPECT_FALSE(replace_listing(read("p.adoc", "[source,yaml]\n----\na: 1 <1>\n----\n")[0], "b: 2\n"));
}

}  // namespace
}  // namespace pgreach::docs
