#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"
#include "docs/check.hpp"

namespace pgreach::docs {

// Texts of files by their path below a folder.
using FileTexts = std::map<std::filesystem::path, std::string>;

// Scenarios to begin with for the fresh examples of pages: who takes part is derived, and what the engine predicts
// today stands for the claims, for a person to hold against what the page says. `folder`: where they will lie, for the
// paths to the pages. Nothing for examples that cannot be read.
FileTexts starters_for(const CheckResult& result, const std::filesystem::path& folder, const engine::Cilium& cilium);

}  // namespace pgreach::docs
