#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"

namespace pgreach::manifest {

// One fenced YAML block of a page in Markdown, wherever it stands in it.
struct MarkdownBlock {
    std::string heading;  // of the section it stands in; empty before the first
    int number = 0;       // among the YAML blocks of that section, from one
    SourcePtr source;     // under the page's name; lines count from the top of the page
};

// The blocks fenced as yaml or yml, in order.
std::vector<MarkdownBlock> yaml_blocks(const SourcePtr& page);

}  // namespace pgreach::manifest
