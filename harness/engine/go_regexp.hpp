#pragma once

#include <optional>
#include <string>

namespace pgreach::engine {

// What Go's regexp.Compile says of a text that is no regular expression, in its words ("error parsing regexp: missing
// argument to repetition operator: `*`"); nothing where it is one. Go: regexp/syntax, with the flags of Perl.
std::optional<std::string> go_regexp_error(const std::string& text);

}  // namespace pgreach::engine
