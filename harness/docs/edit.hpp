#pragma once

#include <optional>
#include <string>
#include <vector>

#include "page/page.hpp"

namespace pgreach::docs {

// Bytes of a file that others take the place of.
struct Edit {
    size_t begin = 0;
    size_t size = 0;
    std::string text;
};

// What puts another text into a listing, with what stands before each of its lines on the page. Nothing where the page
// does not have the lines as they are copied (marks of remarks in AsciiDoc, tabs that are taken apart).
std::optional<Edit> replace_listing(const page::Block& block, const std::string& text);

// Of other bytes each.
std::string apply(const std::string& text, std::vector<Edit> edits);

// Where a place of a text lies; its end where it has no such line.
size_t offset_of(const Source& file, Mark mark);

}  // namespace pgreach::docs
