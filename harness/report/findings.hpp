#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// Whether it is not as it should be: everything but conforming items and known defects.
bool is_notable(const verdict::Item& item);

// Items that share step, judgement and reason, in the order in which the first of each stands.
using Groups = std::vector<std::vector<const verdict::Item*>>;
Groups group(const std::vector<verdict::Item>& items, bool (*wanted)(const verdict::Item&));

// What is not as it should be in a scenario, as lines for a person: everything but conforming items and known defects.
// Items that share a judgement and a reason share a line.
std::vector<std::string> describe_findings(const Record& run, const verdict::ScenarioVerdict& scenario);

// The known defects that a scenario lists, and how many of its flows and policies show each. In full: what was
// promised, what happens, where to read on; else what happens and the remedy.
std::vector<std::string> describe_defects(const verdict::ScenarioVerdict& scenario, bool in_full);

// The items of the run itself that are not as they should be: controls, the plan, its end.
std::vector<std::string> describe_run(const std::vector<verdict::Item>& items);

// The colour of a judgement.
std::string_view colour_of(Judgement judgement);

}  // namespace pgreach::report
