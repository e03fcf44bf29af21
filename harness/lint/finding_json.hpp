#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/diagnostic.hpp"

namespace pgreach::lint {

// One finding in the reports of lint and of docs: its place, severity, code, text and remedy.
nlohmann::ordered_json to_json(const Diagnostic& finding);

}  // namespace pgreach::lint
