#pragma once

#include <string>

namespace pgreach::engine {

// As Go's %q writes a text, which the agent's messages quote.
std::string go_quote(const std::string& text);

}  // namespace pgreach::engine
