#include "probe/lines.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace pgreach::probe {
namespace {

std::vector<std::string> all(Lines& lines) {
    std::vector<std::string> found;
    while (const auto line = lines.next()) found.emplace_back(*line);
    return found;
}

using Texts = std::vector<std::string>;

TEST(Lines, GivesWholeLinesOnly) {
    Lines lines;
    lines.buffer() += "one\ntwo\nthr";
    EXPECT_EQ(all(lines), (Texts{"one", "two"}));
    EXPECT_EQ(lines.rest(), "thr");
    lines.buffer() += "ee\n";
    EXPECT_EQ(all(lines), Texts{"three"});
    EXPECT_EQ(lines.rest(), "");
}

TEST(Lines, GivesTheSameHoweverTheyArrive) {
    const std::string text = "a\n\nbc\r\nd\n";
    Lines lines;
    Texts found;
    for (const char c : text) {
        lines.buffer() += c;
        for (auto& line : all(lines)) found.push_back(line);
    }
    EXPECT_EQ(found, (Texts{"a", "", "bc", "d"}));
}

TEST(Lines, NoticesALineWithoutEnd) {
    Lines lines;
    lines.buffer().assign(Lines::longest, 'x');
    EXPECT_FALSE(lines.next().has_value());
    EXPECT_FALSE(lines.overlong());
    lines.buffer() += 'x';
    EXPECT_TRUE(lines.overlong());
}

}  // namespace
}  // namespace pgreach::probe
