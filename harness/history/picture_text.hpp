#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "history/run.hpp"

namespace pgreach::history {

// A picture as the text that is kept of it: JSON, without what differs from run to run though the same was seen (the
// words that were told). Equal pictures have equal texts.
std::string to_text(const Picture& picture);

// The picture of one scenario that a text is of. Fails (input) where it is none.
Result<Picture> parse_picture(std::string_view text, const std::string& scenario);

}  // namespace pgreach::history
