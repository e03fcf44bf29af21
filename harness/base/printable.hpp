#pragma once

#include <string>
#include <string_view>

namespace pgreach {

// The text with everything that a terminal or XML would take for an instruction made visible: control characters
// (other than line feeds) and bytes that are not UTF-8 become "\x1b".
std::string printable(std::string_view text);

// The same for a name or another text of one line: line feeds too.
std::string printable_line(std::string_view text);

}  // namespace pgreach
