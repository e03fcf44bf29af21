#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::scenario {

// One fenced YAML block of a documentation page.
struct PageBlock {
    std::string heading;  // of the section it stands in
    int number = 0;       // among the YAML blocks of that section, from one
    manifest::Manifest policy;
};

// A documentation page in Markdown, and the policies in it, byte for byte as its readers copy them.
struct Page {
    std::string file;
    std::vector<PageBlock> blocks;
};

// Fails where a YAML block of the page is no manifest.
Result<Page> read_page(const SourcePtr& source);

}  // namespace pgreach::scenario
