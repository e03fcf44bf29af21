#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/participants.hpp"

namespace pgreach::verdict {

// Participants as a record tells them: who has which labels in which namespace, and what targets listen on.
nlohmann::ordered_json write_participants(const Participants& participants);

// Throws nlohmann::json's exceptions, or std::invalid_argument, where it is given something else.
Participants read_participants(const nlohmann::json& json);

}  // namespace pgreach::verdict
