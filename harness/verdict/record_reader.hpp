#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/record.hpp"

namespace pgreach::verdict {

// Each throws nlohmann::json's exceptions, or std::invalid_argument, where it is given something else. A record of any
// schema is read as one of the present.
Record read_record(const nlohmann::json& json);
ControlRecord read_control(const nlohmann::json& json);
ScenarioRecord read_scenario(const nlohmann::json& json);  // without its steps where a journal brings them one by one
StepRecord read_step(const nlohmann::json& json);

}  // namespace pgreach::verdict
