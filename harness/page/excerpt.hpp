#pragma once

#include <string>
#include <string_view>

namespace pgreach::page {

// Some lines of an included file, as Sphinx and Asciidoctor name them: "1-4,7", "1..4;7", "5-" to the end. All where
// nothing is named or it cannot be read. `first_line` becomes that of the first one taken.
std::string keep_lines(std::string_view text, std::string_view lines, int& first_line);

}  // namespace pgreach::page
