#include <gtest/gtest.h>

#include "unit/page/support.hpp"

namespace pgreach::page {
namespace {

std::string in_markdown(std::string text) {
    return told(read_page(source_of("page.md", std::move(text))));
}

TEST(Markdown, AListingKnowsItsSectionAndItsLine) {
    const auto blocks =
        yaml_blocks(source_of("page.md", "# One\n\n## Two\n\ntext\n\n```yaml\na: 1\n```\n\n```yml\nb: 2\n```\n"));
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_EQ(blocks[0].heading, "Two");
    EXPECT_EQ(blocks[1].number, 2);
    EXPECT_EQ(blocks[0].source->name, "page.md");
    EXPECT_EQ(blocks[0].source->text, "a: 1\n");
    EXPECT_EQ(blocks[0].source->first_line, 8);
    EXPECT_EQ(blocks[0].line, 8);
}

TEST(Markdown, OtherLanguagesAreLeftOut) {
    EXPECT_EQ(in_markdown("```sh\nls\n```\n\n```\nkind: X\n```\n\n    kind: Y\n\n```yaml-path\na: 1\n```\n"), "");
}

TEST(Markdown, AListingMayStandInAList) {
    EXPECT_EQ(in_markdown("1. First:\n\n   ```yaml title=\"p.yaml\"\n   a:\n     b: 1\n   ```\n"), "4 /1 a:\n  b: 1\n");
}

TEST(Markdown, AListingMayBeginOnTheLineOfItsListItem) {
    for (const std::string mark : {"- ", "* ", "+ ", "1. ", "12) ", "- - "}) {
        const std::string blanks(mark.size(), ' ');
        EXPECT_EQ(in_markdown(mark + "```sh\n" + blanks + "ls\n" + blanks +
                              "```\n\n!!! note\n\n    ```yaml\n    a: 1\n    ```\n"),
                  "8 /1 a: 1\n")
            << mark;
    }
}

TEST(Markdown, OptionsOfADirectiveAreNotOfItsListing) {
    EXPECT_EQ(in_markdown("```{code-block} yaml\n:caption: One: two\n:linenos:\n\na: 1\n```\n"), "5 /1 a: 1\n");
    EXPECT_EQ(in_markdown("```{code} yaml\n:name: x\na: 1\n```\n"), "3 /1 a: 1\n");
    EXPECT_EQ(in_markdown("```yaml\n:caption: x\n```\n"), "2 /1 :caption: x\n") << "no directive";
}

TEST(Markdown, TheLanguageIsFoundAmongAttributes) {
    for (const std::string info : {"yaml", "YAML", "yml {hl_lines=\"2\"}", "{ .yaml .annotate }", "yaml{1,3-4}",
                                   "yaml:line-numbers", "{code-block} yaml", "yaml title=\"x\" linenums=\"1\""}) {
        EXPECT_EQ(in_markdown("~~~~" + info + "\na: 1\n~~~~\n"), "2 /1 a: 1\n") << info;
    }
}

TEST(Markdown, InAnAdmonitionItIsTakenAsItIsShown) {
    EXPECT_EQ(
        in_markdown("## H\n\n!!! note \"Title\"\n    Text.\n\n    ```yaml\n    a:\n\n      b: 1\n    ```\n\nMore.\n"),
        "7 H/1 a:\n\n  b: 1\n");
    EXPECT_EQ(in_markdown("???+ note\n\n    ```yaml\n    a: 1\n    ```\n"), "4 /1 a: 1\n");
}

TEST(Markdown, ContainersMayBeNestedAndStandInLists) {
    EXPECT_EQ(in_markdown(
                  "=== \"One\"\n\n    !!! tip\n\n        ```yaml\n        a: 1\n        ```\n\n    ```yaml\n    b: 2\n"
                  "    ```\n\n=== \"Two\"\n\n    ```yaml\n    c: 3\n    ```\n"),
              "6 /1 a: 1\n10 /2 b: 2\n16 /3 c: 3\n");
    EXPECT_EQ(in_markdown("1.  First:\n\n    !!! tip\n\n        ```yaml\n        a: 1\n        ```\n\n    ```yaml\n    "
                          "b: 2\n    ```\n"),
              "6 /1 a: 1\n10 /2 b: 2\n");
}

TEST(Markdown, InAContainerOfColonsItIsTakenAsItIs) {
    EXPECT_EQ(in_markdown(":::note[Title]\n```yaml\na: 1\n```\n:::\n"), "3 /1 a: 1\n");
    EXPECT_EQ(in_markdown("::: tip\n\n```yaml\na: 1\n```\n\n:::\n"), "4 /1 a: 1\n");
}

TEST(Markdown, WhatLooksLikeAContainerWithinAListingIsItsText) {
    EXPECT_EQ(in_markdown("```yaml\n!!! note\n    a: 1\n```\n"), "2 /1 !!! note\n    a: 1\n");
}

TEST(Markdown, LineEndsAndTrailingBlanksAreKept) {
    EXPECT_EQ(in_markdown("```yaml\r\na: 1  \r\n\r\nb: 2\r\n```\r\n"), "2 /1 a: 1  \r\n\r\nb: 2\r\n");
}

TEST(Markdown, AListingThatNothingEndsGoesToTheEnd) {
    EXPECT_EQ(in_markdown("```yaml\na: 1"), "2 /1 a: 1\n");
}

TEST(Markdown, WhatIsHiddenInAnHtmlCommentIsNotShown) {
    EXPECT_EQ(in_markdown("<!--\n```yaml\na: 1\n```\n-->\n"), "");
}

TEST(Markdown, HeadingsWithCodeAndLinksArePlainText) {
    EXPECT_EQ(in_markdown("## Use `x` and [*this*](y)\n\n```yaml\na: 1\n```\n"), "4 Use x and this/1 a: 1\n");
}

TEST(Markdown, TextIsToldWithItsLines) {
    const auto page =
        read_page(source_of("page.md", "# T\n\nOne\ntwo.\n\n!!! note\n    Three.\n\n```yaml\na: 1\n```\n"));
    ASSERT_EQ(page.prose.size(), 3U);
    EXPECT_EQ(page.prose[1].first_line, 3);
    EXPECT_EQ(page.prose[1].lines, (std::vector<std::string>{"One", "two."}));
    EXPECT_EQ(page.prose[2].first_line, 7);
    EXPECT_EQ(page.prose[2].lines[0], "    Three.");
}

}  // namespace
}  // namespace pgreach::page
