#include "docs/line_diff.hpp"

#include <gtest/gtest.h>

namespace pgreach::docs {
namespace {

TEST(LineDiff, OfTheSameTextsIsEmpty) {
    EXPECT_EQ(unified_hunks("a\nb\n", "a\nb\n"), "");
    EXPECT_EQ(unified_hunks("", ""), "");
}

TEST(LineDiff, ShowsThreeLinesAround) {
    EXPECT_EQ(unified_hunks("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
              "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(LineDiff, FarChangesAreHunksOfTheirOwn) {
    EXPECT_EQ(unified_hunks("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n"),
              "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,3 @@\n 5\n 6\n 7\n-b\n");
    EXPECT_EQ(unified_hunks("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n"),
              "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
}

TEST(LineDiff, NothingIsNamedByTheLineBefore) {
    EXPECT_EQ(unified_hunks("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
    EXPECT_EQ(unified_hunks("a\n", ""), "@@ -1 +0,0 @@\n-a\n");
}

TEST(LineDiff, ALastLineWithoutEndIsSaidSo) {
    EXPECT_EQ(unified_hunks("a\n", "a"), "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
}

TEST(LineDiff, AsFewLinesAsPossible) {
    size_t changed = 0;
    for (const auto& change : compare_lines("a\nb\nc\nd\n", "b\nx\nd\na\n")) {
        if (change.kind != LineChange::Kind::same) ++changed;
    }
    EXPECT_EQ(changed, 4U);
}

}  // namespace
}  // namespace pgreach::docs
