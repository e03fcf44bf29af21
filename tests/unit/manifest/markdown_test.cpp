#include "manifest/markdown.hpp"

#include <gtest/gtest.h>

namespace pgreach::manifest {
namespace {

std::vector<MarkdownBlock> blocks_of(std::string text) {
    return yaml_blocks(std::make_shared<const Source>(Source{"page.md", std::move(text)}));
}

TEST(Markdown, ABlockKnowsItsSectionAndItsLine) {
    const auto blocks = blocks_of("# One\n\n## Two\n\ntext\n\n```yaml\na: 1\n```\n\n```yml\nb: 2\n```\n");
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_EQ(blocks[0].heading, "Two");
    EXPECT_EQ(blocks[1].number, 2);
    EXPECT_EQ(blocks[0].source->name, "page.md");
    EXPECT_EQ(blocks[0].source->text, "a: 1\n");
    EXPECT_EQ(blocks[0].source->first_line, 8);
}

TEST(Markdown, OtherLanguagesAreLeftOut) {
    EXPECT_TRUE(blocks_of("```sh\nls\n```\n\n```\nkind: X\n```\n\n    kind: Y\n").empty());
}

TEST(Markdown, ABlockMayStandInAListAndCarryATitle) {
    const auto blocks = blocks_of("1. First:\n\n   ```yaml title=\"p.yaml\"\n   a: 1\n   ```\n");
    ASSERT_EQ(blocks.size(), 1U);
    EXPECT_EQ(blocks[0].source->text, "a: 1\n");
    EXPECT_EQ(blocks[0].source->first_line, 4);
}

}  // namespace
}  // namespace pgreach::manifest
