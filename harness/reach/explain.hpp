#pragma once

#include <string>

#include "engine/engine.hpp"
#include "model/flow.hpp"
#include "reach/policies.hpp"

namespace pgreach::reach {

// What becomes of one flow and why, for people: both sides with their reasons and the nearest miss, and where the rules
// that they name stand. Several lines, each ending in a newline.
std::string explain(const engine::Evaluator& evaluator, const Policies& policies, const Flow& flow);

}  // namespace pgreach::reach
