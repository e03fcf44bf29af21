#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "scenario/page.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

struct ScenarioFile {
    std::optional<Scenario> scenario;  // present exactly if there are no diagnostics
    Diagnostics diagnostics;
    // Objects of the Kubernetes API, or participants, which scenarios name; complained of as well.
    bool no_scenario = false;
};

// What a scenario file may refer to.
struct Library {
    Page page;  // policies named by `page:`, unless the scenario names a page of its own
    // The folders of `participants: NAME`, unless they are in a folder "participants" beside the scenario.
    std::vector<std::filesystem::path> participants;
};

// Reads one scenario file. Policies named by `file:` are sought beside it.
ScenarioFile read_scenario(const std::filesystem::path& path, const Library& library);

}  // namespace pgreach::scenario
