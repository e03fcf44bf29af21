#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "reach/compare.hpp"

namespace pgreach::reach {

// What the formats in JSON share.
using Json = nlohmann::ordered_json;

Json json_of(const Why& why);
Json json_of(const Party& party);
Json json_of(const Parties& list);
// "last_port" of several, "others" of all that are not named.
Json json_of(const PortSpan& span);
Json json_of(const Comparison& comparison);
// With a newline at its end; what is no UTF-8 is replaced.
std::string dump(const Json& json);

}  // namespace pgreach::reach
