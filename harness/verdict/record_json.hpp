#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

inline constexpr std::string_view record_schema = "pgreach.record/v2";
// In bytes, of what is read as a record: a run of a thousand peers writes hundreds of megabytes.
inline constexpr std::size_t largest_record = std::size_t{4} << 30U;

// The record as JSON, as reports/record.schema.json describes it: facts only, or with what they mean.
std::string to_json(const Record& record);
std::string to_json(const Record& record, const RunVerdict& verdict);

// One line of a journal (verdict/journal.hpp) each: the record without controls and scenarios; a control; a scenario
// without its steps; a step of the scenario before it.
std::string journal_line(const Record& record);
std::string journal_line(const ControlRecord& control);
std::string journal_line(const ScenarioRecord& scenario);
std::string journal_line(const StepRecord& step);

// The record of such a text, or of a journal as far as it goes; also of schema v1. Fails (input), with what is wrong,
// where it is no JSON, another schema, or a name is unknown.
Result<Record> parse_record(std::string_view text);

}  // namespace pgreach::verdict
