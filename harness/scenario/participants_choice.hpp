#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// Who takes part in a scenario, as its `participants` says: by the name of a file beside the scenario or in `library`,
// by the path of a file, or all of them there. Sets the scenario's `participants_file`. Nothing where they are
// complained of, in their file or here.
std::optional<Participants> read_participants_of(Fields& fields, const std::vector<std::filesystem::path>& library,
                                                 Scenario& scenario, Complaints& complaints);

}  // namespace pgreach::scenario
