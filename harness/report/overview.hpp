#pragma once

#include <string>

#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// One line a scenario: its name, its headline, what became of its policies, and what they do to the database.
std::string overview(const verdict::RunVerdict& verdict);

// "replication broken, status works"; a state that differs between steps says in how many it is so. Empty where nothing
// was checked.
std::string database_text(const verdict::ScenarioVerdict& scenario);

// "policy refused, then pruned"; "default-deny rejected, 5 policies accepted": of several, what was not accepted is
// named.
std::string policies_text(const verdict::ScenarioVerdict& scenario);

// "conforms"; "not judged" where there is no headline.
std::string headline_text(const verdict::ScenarioVerdict& scenario);

}  // namespace pgreach::report
