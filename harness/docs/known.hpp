#pragma once

#include <string>
#include <vector>

#include "manifest/manifest.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::docs {

// An example of a page for which there is a scenario: what the page said when the scenario was written, and who
// judges it.
struct KnownExample {
    std::string file;
    std::string heading;
    int number = 0;                                      // of its listing, in that section
    std::string text;                                    // of the listing, byte for byte
    std::vector<manifest::Manifest> policies = {};       // each with the namespace that it is applied in
    std::vector<const scenario::Scenario*> judges = {};  // the scenarios that claim what the page says of it
    std::vector<std::string> remedies = {};              // texts of what to write instead (scenarios/corrected)
};

// By the `page:` of each scenario, in the order of the scenarios. A scenario that takes its policies from the page
// judges the example; one that takes them from files of its own is a remedy. Those about several examples are left out.
std::vector<KnownExample> known_examples(const std::vector<scenario::Scenario>& scenarios);

}  // namespace pgreach::docs
