#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgreach::page {

// The lines of a text, without their ends ("\n", "\r\n"). A last one that is empty is none.
std::vector<std::string_view> lines_of(std::string_view text);

// Blanks at the beginning of a line; a tab goes to the next multiple of eight.
size_t indentation(std::string_view line);
bool is_blank(std::string_view line);

// What stands behind the marks of list items at the beginning of a line ("- ", "* ", "+ ", "1. ", "1) ", "#. ", also
// several); the line itself where there are none.
std::string_view behind_list_marks(std::string_view line);

// Some of these lines of a text with their ends, byte for byte, `indent` blanks of each taken off (of a line that has
// fewer, all it has). Lines count from zero; `end` is the first that is not meant. The last one always ends in a
// newline.
std::string cut_out(std::string_view text, const std::vector<std::string_view>& lines, size_t begin, size_t end,
                    size_t indent);

// The least indentation of those lines, blank ones left out.
size_t common_indentation(const std::vector<std::string_view>& lines, size_t begin, size_t end);

}  // namespace pgreach::page
