#pragma once

#include <string>
#include <vector>

#include "docs/example.hpp"
#include "engine/cilium.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::docs {

// What `pgreach run` would do with an example as the page has it now. A known one is run by its scenarios, with the
// page's text in the place of the one that they were written with, and known defects only as far as they still are; a
// fresh one with derived participants, and what the engine predicts in the place of claims. Names differ from those
// in `taken`, which is added to.
std::vector<scenario::Scenario> scenarios_for(const Example& example, const std::string& page,
                                              const engine::Cilium& cilium, std::vector<std::string>& taken);

}  // namespace pgreach::docs
