#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgreach {

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);

// ASCII letters only; others stay.
std::string lower_case(std::string_view text);

// "backend", "backend and plain", "backend, plain and world".
std::string enumerate(const std::vector<std::string>& parts);

// Each on a line of its own behind "  - ", its further lines below its first: "\n  - one\n    more of it\n  - two".
std::string bulleted(const std::vector<std::string>& parts);

// The candidate nearest to `word` by edit distance, if near enough to be what was meant ("did you mean").
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

// Shell pattern: `*`, `?` and everything else literal; matches the whole text.
bool matches_glob(std::string_view pattern, std::string_view text);

// The text with every {{name}} replaced by its value, each of which must be there. What is put in is not looked at
// again.
std::string fill_in(std::string_view text, const std::map<std::string_view, std::string>& values);

// Quoted for a POSIX shell where it must be, so that a printed command line can be pasted.
std::string shell_quote(const std::string& argument);

}  // namespace pgreach
