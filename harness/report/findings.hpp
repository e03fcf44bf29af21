#pragma once

#include <string>
#include <vector>

#include "model/record.hpp"
#include "report/palette.hpp"

namespace pgreach::report {

// What of a scenario is not plainly "conforms", as lines for a person: admissions, flows by judgement, known defects
// with their remedy, and what it does to the database. Flows that share a judgement and a reason share a line.
std::vector<std::string> describe_findings(const ScenarioRecord& scenario, const Palette& palette);

// The worst judgement among flows and admissions of the scenario.
Judgement worst(const ScenarioRecord& scenario);

}  // namespace pgreach::report
