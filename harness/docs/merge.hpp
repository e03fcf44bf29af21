#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pgreach::docs {

// `text` with what makes `after` of `before`, each change where its lines and the line before it stand in the text;
// nothing where they do not, or not only once.
std::optional<std::string> carry_over(std::string_view before, std::string_view after, std::string_view text);

}  // namespace pgreach::docs
