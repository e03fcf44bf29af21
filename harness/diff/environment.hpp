#pragma once

#include <string>
#include <vector>

#include "diff/diff.hpp"
#include "model/record.hpp"

namespace pgreach::diff {

// "embedded, semantics of Cilium 1.20"
std::string place_of(const Record& record);

// Why a record does not hold all that was planned: "it was interrupted"; empty where it does.
std::string incompleteness(const Record& record);

// What is not the same of where two records were made: backend, release, settings, versions, faults.
std::vector<Aspect> compare_environments(const Record& before, const Record& after);

}  // namespace pgreach::diff
