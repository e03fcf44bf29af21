#include "base/diagnostic.hpp"

#include <gtest/gtest.h>

namespace pgreach {
namespace {

const auto source = std::make_shared<const Source>(Source{"a.yaml", "one: 1\ntwo: 2\n"});

TEST(Diagnostic, ReadsLikeACompilerError) {
    const Diagnostic diagnostic{Severity::error, source, {2, 6}, "two is not 2", "write 3", "arithmetic"};
    EXPECT_EQ(render(diagnostic),
              "a.yaml:2:6: error: two is not 2 [arithmetic]\n"
              "    two: 2\n"
              "         ^\n"
              "    remedy: write 3");
}

TEST(Diagnostic, WithoutAPlaceNamesTheFileOnly) {
    EXPECT_EQ(render({Severity::warning, source, {}, "empty"}), "a.yaml: warning: empty");
}

TEST(Diagnostic, ComesInOrderOfLines) {
    const auto text = render({{Severity::error, source, {2, 1}, "b"}, {Severity::error, source, {1, 1}, "a"}});
    EXPECT_LT(text.find("a.yaml:1:1"), text.find("a.yaml:2:1"));
}

TEST(Diagnostic, CountsLinesFromWhereABlockBegins) {
    const auto block = std::make_shared<const Source>(Source{"page.md", "kind: X\n", 40});
    EXPECT_EQ(render({Severity::error, block, {40, 7}, "what is X?"}),
              "page.md:40:7: error: what is X?\n    kind: X\n          ^");
}

TEST(Diagnostic, FindsTheLinesOfManyInOneText) {
    const auto other = std::make_shared<const Source>(Source{"b.yaml", "three: 3\n"});
    EXPECT_EQ(render({{Severity::error, source, {2, 1}, "y"},
                      {Severity::error, source, {9, 1}, "beyond the end"},
                      {Severity::error, other, {1, 1}, "z"},
                      {Severity::error, source, {1, 1}, "x"},
                      {Severity::error, source, {1, 6}, "1"}}),
              "a.yaml:1:1: error: x\n    one: 1\n    ^\n"
              "a.yaml:1:6: error: 1\n    one: 1\n         ^\n"
              "a.yaml:2:1: error: y\n    two: 2\n    ^\n"
              "a.yaml:9:1: error: beyond the end\n"
              "b.yaml:1:1: error: z\n    three: 3\n    ^");
}

}  // namespace
}  // namespace pgreach
