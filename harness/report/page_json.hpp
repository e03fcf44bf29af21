#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "model/judgement.hpp"

namespace pgreach::report {

// JSON that may stand in a script element of a page: whatever bytes its texts hold, no '<' is in it, so that nothing
// ends the element or begins a comment.
std::string script_text(const nlohmann::ordered_json& json);

// A judgement as the scripts count them; -1 where there is none.
int number_of(const std::optional<Judgement>& judgement);

}  // namespace pgreach::report
