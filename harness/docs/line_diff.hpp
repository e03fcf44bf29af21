#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgreach::docs {

// What is to be done line by line to make one text of another. Lines are without their ends.
struct LineChange {
    enum class Kind : unsigned char { same, taken, added };
    Kind kind = Kind::same;
    std::string_view line;
};

// As few lines as possible are taken and added; where the texts are long and far apart, all that lies between what
// they begin and end with.
std::vector<LineChange> compare_lines(std::string_view before, std::string_view after);

// Hunks of a unified diff, three lines around each change; empty where the texts are the same. Lines count from
// `first_line`.
std::string unified_hunks(std::string_view before, std::string_view after, int first_line = 1);

}  // namespace pgreach::docs
