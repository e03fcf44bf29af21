#pragma once

#include <string>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// What the page of a run is drawn from (reports/html/page.js), as JSON that may stand in a script element: no '<' is in
// it. A record of which nobody knows where it stands is called RECORD in the commands.
std::string run_data(const Record& record, const verdict::RunVerdict& verdict);

// The flows of one scenario, apart from the rest, so that a page need not read them before somebody looks.
std::string scenario_data(const verdict::ScenarioVerdict& scenario);

}  // namespace pgreach::report
