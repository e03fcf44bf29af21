#include <gtest/gtest.h>

#include <map>

#include "unit/page/support.hpp"

namespace pgreach::page {
namespace {

// Files by the path as it is written.
Page read_with(std::string name, std::string text, const std::map<std::string, std::string>& files) {
    return read_page(source_of(std::move(name), std::move(text)),
                     [&](const std::string& path, const Source&) -> Result<SourcePtr> {
                         const auto found = files.find(path);
                         if (found == files.end()) return input_error("there is no such file");
                         return source_of(path, found->second);
                     });
}

TEST(Includes, AListingOfAnotherFileHasItsNameAndLines) {
    const auto page = read_with("page.md", "## H\n\n```yaml\n--8<-- \"p.yaml\"\n```\n", {{"p.yaml", "a: 1\n"}});
    ASSERT_EQ(page.blocks.size(), 1U);
    EXPECT_EQ(told(page), "1 H/1 a: 1\n");
    EXPECT_EQ(page.blocks[0].source->name, "p.yaml");
    EXPECT_EQ(page.blocks[0].line, 4);
}

TEST(Includes, EachMarkupHasItsOwnWay) {
    const std::map<std::string, std::string> files = {{"p.yaml", "a: 1\nb: 2\nc: 3\n"}};
    EXPECT_EQ(told(read_with("p.md", "```yaml\n{% include \"p.yaml\" %}\n```\n", files)), "1 /1 a: 1\nb: 2\nc: 3\n");
    EXPECT_EQ(told(read_with("p.rst", ".. literalinclude:: p.yaml\n   :language: yaml\n   :lines: 2-\n", files)),
              "2 /1 b: 2\nc: 3\n");
    EXPECT_EQ(told(read_with("p.rst", ".. literalinclude:: p.yaml\n   :language: text\n", files)), "");
    EXPECT_EQ(told(read_with("p.adoc", "[source,yaml]\n----\ninclude::p.yaml[lines=1..2]\n----\n", files)),
              "1 /1 a: 1\nb: 2\n");
}

TEST(Includes, ATextOfAnotherFileStandsWhereItIsIncluded) {
    const auto page = read_with("page.md", "## H\n\n{!more.md!}\n\n```yaml\nb: 2\n```\n",
                                {{"more.md", "Text.\n\n```yaml\na: 1\n```\n"}});
    EXPECT_EQ(told(page), "4 H/1 a: 1\n6 H/2 b: 2\n");
    EXPECT_EQ(page.blocks[0].file->name, "more.md");
    EXPECT_EQ(page.blocks[0].line, 3);
    EXPECT_EQ(page.prose[1].file->name, "more.md");
}

TEST(Includes, WhatCannotBeReadIsTold) {
    const auto page = read_with("page.rst", "Text.\n\n.. literalinclude:: none.yaml\n", {});
    ASSERT_EQ(page.diagnostics.size(), 1U);
    EXPECT_EQ(render(page.diagnostics[0]),
              "page.rst:3:1: warning: the page includes 'none.yaml': there is no such file [not-included]\n"
              "    .. literalinclude:: none.yaml\n    ^");
}

TEST(Includes, ThatGoInACircleEnd) {
    const auto page = read_with("a.md", "{!b.md!}\n", {{"a.md", "{!b.md!}\n"}, {"b.md", "{!a.md!}\n"}});
    ASSERT_EQ(page.diagnostics.size(), 1U);
    EXPECT_EQ(page.diagnostics[0].text, "the page includes 'a.md': it includes itself");
}

TEST(Includes, AreLeftOutWhereNobodyReadsThem) {
    const auto page = read_page(source_of("a.md", "{!b.md!}\n"));
    EXPECT_TRUE(page.blocks.empty());
    EXPECT_TRUE(page.diagnostics.empty());
}

}  // namespace
}  // namespace pgreach::page
