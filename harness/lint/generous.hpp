#pragma once

#include "engine/rule.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {

// What a rule may allow at most where something of it is not known: its namespace, or what a variable stands for. It
// closes nothing. A deny rule allows nothing.
engine::Rule at_most(const PlacedRule& placed);
// … where even its namespace may be that of a cluster whose own nobody knows.
engine::Rule at_most_anywhere(const PlacedRule& placed);

// Something of it is not known: labels, peers or ports that a variable is part of.
bool is_open_to_question(const PlacedRule& placed);

}  // namespace pgreach::lint
