#include "base/columns.hpp"

#include <gtest/gtest.h>

namespace pgreach {
namespace {

TEST(Columns, IsShortenedToItsColumnsAndSaysSo) {
    EXPECT_EQ(shortened("frontend", 8), "frontend");
    EXPECT_EQ(shortened("frontend", 5), "fron…");
    EXPECT_EQ(shortened("a → b", 5), "a → b");
    EXPECT_EQ(shortened("a → b", 4), "a →…");
    EXPECT_EQ(shortened("a", 0), "");
    EXPECT_EQ(shortened("", 0), "");
}

}  // namespace
}  // namespace pgreach
