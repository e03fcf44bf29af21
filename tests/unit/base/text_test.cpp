#include "base/text.hpp"

#include <gtest/gtest.h>

namespace pgreach {
namespace {

TEST(Nearest, FindsWhatWasMeant) {
    EXPECT_EQ(nearest("endpointSelektor", {"endpointSelector", "nodeSelector"}), "endpointSelector");
    EXPECT_EQ(nearest("alow", {"allow", "deny"}), "allow");
    EXPECT_EQ(nearest("rnu", {"run", "list"}), "run");
}

TEST(Nearest, SaysNothingOfStrangers) {
    EXPECT_EQ(nearest("banana", {"allow", "deny"}), std::nullopt);
    EXPECT_EQ(nearest("x", {}), std::nullopt);
}

TEST(Glob, MatchesTheWholeText) {
    EXPECT_TRUE(matches_glob("postgres-*", "postgres-access-cluster-wide"));
    EXPECT_TRUE(matches_glob("*any*", "postgres-access-backend-any-ns"));
    EXPECT_TRUE(matches_glob("default-den?", "default-deny"));
    EXPECT_FALSE(matches_glob("default", "default-deny"));
    EXPECT_FALSE(matches_glob("", "x"));
    EXPECT_TRUE(matches_glob("*", ""));
}

TEST(ShellQuote, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(shell_quote("primary:5432"), "primary:5432");
    EXPECT_EQ(shell_quote("it's"), "'it'\\''s'");
    EXPECT_EQ(shell_quote(""), "''");
}

TEST(Enumerate, ReadsLikeASentence) {
    EXPECT_EQ(enumerate({"a"}), "a");
    EXPECT_EQ(enumerate({"a", "b", "c"}), "a, b and c");
}

TEST(Bulleted, KeepsTheLinesOfAPartTogether) {
    EXPECT_EQ(bulleted({"one\nmore of it", "two"}), "\n  - one\n    more of it\n  - two");
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
}

}  // namespace
}  // namespace pgreach
