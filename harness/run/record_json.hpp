#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/record.hpp"

namespace pgreach::run {

inline constexpr std::string_view record_schema = "pgreach.record/v1";

// The record as JSON, as reports/record.schema.json describes it.
std::string to_json(const Record& record);

// The record of such a text. Fails, with what is wrong, where it is no JSON, another schema, or a name is unknown.
Result<Record> parse_record(std::string_view text);

}  // namespace pgreach::run
