#pragma once

#include <string>

namespace pgreach::reach {

// What comes from outside, so that Markdown shows it as it is, in a cell of a table, too: one line, nothing of it
// markup.
std::string markdown(const std::string& text);

}  // namespace pgreach::reach
