#pragma once

#include <string>
#include <string_view>

#include "engine/selector.hpp"

namespace pgreach::lint {

// What follows from selectors alone, whatever pods there are. Each answer "true" is certain; "false" is "cannot tell".

// No endpoint can match: the requirements on one label exclude each other.
bool contradictory(const engine::Selector& selector);
// Those requirements, as a person writes them: "role=backend and role not in (backend, web)"; empty if there are none.
std::string conflict(const engine::Selector& selector);

// Every endpoint that `narrow` matches is matched by `wide`.
bool covers(const engine::Selector& wide, const engine::Selector& narrow);

// What both of them match.
engine::Selector both(const engine::Selector& one, const engine::Selector& other);

// A pod must have this label to match, whatever its value.
bool demands(const engine::Selector& selector, std::string_view key);
// … and with this value; empty where the selector leaves it open.
std::string the_value(const engine::Selector& selector, std::string_view key);

}  // namespace pgreach::lint
