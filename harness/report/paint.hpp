#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pgreach::report {

// Where colour begins and ends in a text that is not painted yet. Colours say again what the words say already. The
// bytes occur in no UTF-8 text, so nothing that comes from outside can be taken for them once it is `printable`.
namespace mark {
inline constexpr std::string_view good = "\xF8";
inline constexpr std::string_view bad = "\xF9";
inline constexpr std::string_view unsure = "\xFA";
inline constexpr std::string_view known = "\xFB";
inline constexpr std::string_view strong = "\xFC";
inline constexpr std::string_view end = "\xFF";
}  // namespace mark

// "\xF8text\xFF": the text, printable, between the marks.
std::string marked(std::string_view colour, std::string_view text);

// The text with its marks turned into ANSI colours, or taken out. Lines of more than `width` columns (0: none) are
// broken between words, at 100 columns at the latest, their continuation indented by two more than their beginning.
std::string paint(std::string_view text, bool colour, size_t width);

}  // namespace pgreach::report
