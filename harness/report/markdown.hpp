#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// GitHub takes no more than 1 MiB as the summary of a step.
inline constexpr std::size_t markdown_limit = (std::size_t{1} << 20U) - 4096;

// A record and its verdict for the summary of a CI job: the answer, what needs attention, a table of the scenarios, and
// folded below it the details. Details that would make it longer than `limit` bytes are left out, and it says so.
std::string to_markdown(const Record& record, const verdict::RunVerdict& verdict, std::size_t limit = markdown_limit);

// A text of one line as it may stand in Markdown, in a table too: nothing in it is taken for markup.
std::string markdown_text(std::string_view text);

}  // namespace pgreach::report
