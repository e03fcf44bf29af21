#include <gtest/gtest.h>

#include "unit/page/support.hpp"

namespace pgreach::page {
namespace {

std::string in_text(std::string text) {
    return told(read_page(source_of("page.rst", std::move(text))));
}

TEST(RestructuredText, ACodeBlockKnowsItsSectionAndItsLine) {
    EXPECT_EQ(in_text("Title\n=====\n\n.. code-block:: yaml\n\n    a:\n\n      b: 1\n\nText.\n\nNext ü\n------\n\n"
                      ".. code:: yaml\n   :linenos:\n   :caption: x\n\n   c: 3\n"),
              "6 Title/1 a:\n\n  b: 1\n19 Next ü/1 c: 3\n");
}

TEST(RestructuredText, ADirectiveMayBeginOnTheLineOfItsListItem) {
    for (const std::string mark : {"- ", "* ", "#. ", "1. "}) {
        const std::string blanks(mark.size() + 3, ' ');
        EXPECT_EQ(in_text(mark + ".. code-block:: yaml\n\n" + blanks + "a: 1\n\n" + mark + "More.\n\n" + mark +
                          ".. code:: sh\n\n" + blanks + "b: 2\n"),
                  "3 /1 a: 1\n")
            << mark;
    }
    EXPECT_EQ(in_text(".. code-block:: sh\n\n   ls\n\n- .. code-block:: yaml\n\n     a: 1\n"), "7 /1 a: 1\n");
}

TEST(RestructuredText, ATitleMayHaveALineAboveIt) {
    EXPECT_EQ(in_text("=====\nTitle\n=====\n\n.. sourcecode:: yaml\n\n  a: 1\n"), "7 Title/1 a: 1\n");
}

TEST(RestructuredText, InATabOrANoteItIsTakenAsItIsShown) {
    EXPECT_EQ(in_text(".. tabs::\n\n    .. group-tab:: k8s YAML\n\n        .. code-block:: yaml\n\n            a: 1\n\n"
                      ".. note::\n   Text.\n\n   .. code-block:: yaml\n\n      b: 2\n"),
              "7 /1 a: 1\n14 /2 b: 2\n");
}

TEST(RestructuredText, ALiteralBlockIsTakenWhereItIsAManifest) {
    EXPECT_EQ(in_text("Apply this::\n\n  apiVersion: v1\n  kind: X\n\nThen::\n\n  ls -l\n"),
              "3 /1 apiVersion: v1\nkind: X\n");
    EXPECT_EQ(in_text("Apply\nthis:\n\n::\n\n  apiVersion: v1\n  kind: X\n"), "6 /1 apiVersion: v1\nkind: X\n");
}

TEST(RestructuredText, OtherLanguagesAndCommentsAreLeftOut) {
    EXPECT_EQ(in_text(".. code-block:: shell-session\n\n    $ ls\n\n.. a remark\n\n   .. code-block:: yaml\n\n"
                      "      a: 1\n\n.. _label:\n\n.. code-block:: json\n\n    {}\n"),
              "");
}

TEST(RestructuredText, TheTextBelowALabelIsRead) {
    EXPECT_EQ(in_text(".. _label:\n\nTitle\n=====\n\n.. code-block:: yaml\n\n    a: 1\n"), "8 Title/1 a: 1\n");
}

}  // namespace
}  // namespace pgreach::page
