#include <gtest/gtest.h>

#include "unit/page/support.hpp"

namespace pgreach::page {
namespace {

std::string in_asciidoc(std::string text) {
    return told(read_page(source_of("page.adoc", std::move(text))));
}

TEST(Asciidoc, AListingKnowsItsSectionAndItsLine) {
    EXPECT_EQ(in_asciidoc("= Page\n\n== Section\n\n[source,yaml]\n----\na:\n  b: 1\n----\n\n=== Next\n\n"
                          "[source%linenums,yaml,subs=attributes]\n.Title\n----\nc: 3\n----\n"),
              "7 Section/1 a:\n  b: 1\n16 Next/1 c: 3\n");
}

TEST(Asciidoc, TheStyleMayBeLeftOutOrTheLanguageNamed) {
    EXPECT_EQ(in_asciidoc("[,yaml]\n----\na: 1\n----\n[source,language=yaml]\n....\nb: 2\n....\n"),
              "3 /1 a: 1\n7 /2 b: 2\n");
}

TEST(Asciidoc, AListingWithoutDelimitersGoesToTheNextBlankLine) {
    EXPECT_EQ(in_asciidoc("[source,yaml]\na: 1\nb: 2\n\ntext\n"), "2 /1 a: 1\nb: 2\n");
}

TEST(Asciidoc, AnOpenBlockMayHoldTheListing) {
    EXPECT_EQ(in_asciidoc("[source,yaml]\n--\na: 1\n\nb: 2\n--\n\n[source,yaml]\nc: 3\n"),
              "3 /1 a: 1\n\nb: 2\n9 /2 c: 3\n");
}

TEST(Asciidoc, BlanksBehindADelimiterMeanNothing) {
    EXPECT_EQ(in_asciidoc("[source,yaml] \n----  \na: 1  \n---- \t\ntext\n\n[source,yaml]\n----\nb: 2\n---- \n"),
              "3 /1 a: 1  \n9 /2 b: 2\n");
}

TEST(Asciidoc, AListingOfAFileAndMoreIsNotRead) {
    const auto page =
        read_page(source_of("page.adoc", "[source,yaml]\n----\na: 1\ninclude::x.yaml[]\ninclude::y.yaml[]\n----\n"));
    EXPECT_EQ(told(page), "");
    ASSERT_EQ(page.diagnostics.size(), 1U);
    EXPECT_EQ(page.diagnostics[0].code, "not-included");
    EXPECT_EQ(page.diagnostics[0].mark.line, 4);
}

TEST(Asciidoc, FencesAndPlainListingsOfManifestsAreTaken) {
    EXPECT_EQ(in_asciidoc("```yaml\na: 1\n```\n\n----\napiVersion: v1\nkind: X\n----\n\n----\nls\n----\n"),
              "2 /1 a: 1\n6 /2 apiVersion: v1\nkind: X\n");
}

TEST(Asciidoc, MarksOfRemarksAreNotCopied) {
    EXPECT_EQ(in_asciidoc("[source,yaml]\n----\na: 1 # <1>\nb: 2 <2> <3>\nc: <x>\n----\n"),
              "3 /1 a: 1\nb: 2\nc: <x>\n");
    EXPECT_EQ(in_asciidoc("[source,yaml]\n----\n<1>\n----\n"), "3 /1 \n");
}

TEST(Asciidoc, OtherLanguagesAndCommentsAreLeftOut) {
    EXPECT_EQ(in_asciidoc("[source,bash]\n----\nls\n----\n\n////\n[source,yaml]\n----\na: 1\n----\n////\n"), "");
}

TEST(Asciidoc, AListingBelowTextInAnAdmonitionIsTaken) {
    EXPECT_EQ(in_asciidoc("[NOTE]\n====\nText:\n[source,yaml]\n----\na: 1\n----\n====\n"), "6 /1 a: 1\n");
}

}  // namespace
}  // namespace pgreach::page
