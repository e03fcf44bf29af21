#pragma once

#include <string>
#include <string_view>

namespace pgreach::page {

// The text of a page with the contents of MkDocs' admonitions (!!!, ???) and tabs (=== "…") where CommonMark reads
// them: their indentation is taken off, their own line is blank. Line by line the same, so that places stay.
std::string open_containers(std::string_view text);

}  // namespace pgreach::page
