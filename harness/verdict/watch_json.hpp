#pragma once

#include <nlohmann/json_fwd.hpp>

#include "verdict/watch_verdict.hpp"

namespace pgreach::verdict {

// The key `watch` of a record.
nlohmann::ordered_json write_watch(const WatchRecord& watch);
// What its samples show, for the verdict.
nlohmann::ordered_json write_watch(const WatchRecord& watch, const WatchVerdict& verdict);
// Throws as read_record does.
WatchRecord read_watch(const nlohmann::json& json);

}  // namespace pgreach::verdict
