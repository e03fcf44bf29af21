#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace pgreach::verdict {

inline constexpr std::string_view record_schema_v1 = "pgreach.record/v1";

// A record of schema v1 in the form of the present one. Throws nlohmann::json's exceptions where it is neither.
// v1 wrote conclusions in place of facts: whatever it held to be unclear for a cause that attempts and evidence do not
// show becomes a doubt without a cause.
nlohmann::json upgrade_v1(const nlohmann::json& old);

}  // namespace pgreach::verdict
