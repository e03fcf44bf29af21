#pragma once

#include <string>
#include <string_view>

namespace pgreach::diff {

// A text from outside as a code span of Markdown, also within a table: nothing of it is taken for Markdown.
std::string code_span(std::string_view text);

// The same as plain words: what Markdown or HTML would take for an instruction is escaped.
std::string plain(std::string_view text);

}  // namespace pgreach::diff
