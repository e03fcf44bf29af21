#pragma once

#include <string>
#include <vector>

#include "diff/diff.hpp"

namespace pgreach::diff {

// Changes of one step that are of the same kind in all but the name of the cell.
struct Group {
    const Change* first = nullptr;
    std::vector<std::string> names = {};
};

// In the order of the changes.
std::vector<Group> grouped(const std::vector<const Change*>& changes);

// Of a difference: what differs before what could not be told. Without those of a scenario that one record
// alone has.
std::vector<Group> grouped(const Difference& difference);

// "closed → open; judged conforms → deviation"
std::string aspects_text(const Change& change);

// "default-deny, applied"
std::string place_text(const CellKey& cell);

// "3 flows", "1 policy"
std::string count_text(CellKind kind, size_t count);

// "a, b, c, … (30 in all)"
std::string some_of(const std::vector<std::string>& names, size_t most);

// "2057 cells are the same, 3 changed, 1 could not be told"
std::string counts_text(const Difference& difference);

// "only b.json has the scenarios: a and b", a line for each record where there is something to say. Of one that did not
// come to its end: that it holds nothing of them.
std::vector<std::string> alone_texts(const Difference& difference);

// The answer in one line: "the same: 2060 cells in 13 scenarios"; "they differ: 3 policies changed".
std::string answer_text(const Difference& difference);

// "settle 210 ms → 640 ms (×3.05, over 22 steps)"
std::string time_text(const TimeDifference& time);

}  // namespace pgreach::diff
