#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "lint/codes.hpp"

namespace pgreach::lint {

// Who tells findings: its name, where its codes are explained, and all of them.
struct SarifTool {
    std::string name;
    std::string help;
    std::vector<Code> codes;
};

// SARIF 2.1.0 of one run. The code of each finding is one of the tool's.
std::string to_sarif(const SarifTool& tool, const Diagnostics& findings);

}  // namespace pgreach::lint
