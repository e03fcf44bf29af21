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
    bool only_objects = false;  // no scenario, but objects of the Kubernetes API; complained of as well
};

// What a scenario file may refer to.
struct Library {
    Page page;                                        // policies named by `page:`
    std::vector<std::filesystem::path> participants;  // the folders of `participants: NAME`
};

// Reads one scenario file. Policies named by `file:` are sought beside it.
ScenarioFile read_scenario(const std::filesystem::path& path, const Library& library);

}  // namespace pgreach::scenario
