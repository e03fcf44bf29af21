#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// What one of two runs says of an item; `text` is empty where it has none of that name.
struct Side {
    std::optional<Judgement> judgement = {};
    std::string text = {};
    bool unclear = false;  // it could not tell
};

// An item of two runs that is not the same in both.
struct Difference {
    std::string scenario;  // empty: of the run itself
    std::string step;
    std::string name;
    Side before;
    Side after;
    // One of the two could not tell, so nobody knows whether it changed.
    bool unclear() const { return before.unclear || after.unclear; }
};

struct Comparison {
    std::vector<Difference> differences;
    size_t same = 0;  // items that are the same in both
};

// Items of the same scenario, step and name: what was seen, predicted and claimed of them, and what that means. Times
// do not count. A scenario that only one of the two has is one difference.
Comparison compare(const verdict::RunVerdict& before, const verdict::RunVerdict& after);

// 0 where nothing differs, 1 where something does, 3 where all that differs could not be told.
int exit_of(const Comparison& comparison);

// One line a difference, then how many.
std::string to_text(const Comparison& comparison);

// The page of two runs: only what differs.
std::string to_html(const Comparison& comparison, const Record& before, const Record& after);

}  // namespace pgreach::report
