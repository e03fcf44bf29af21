#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::scenario {

// One policy of a documentation page.
struct PageBlock {
    std::string heading;  // of the section it stands in
    int number = 0;       // of its listing, among the YAML listings of that section, from one
    manifest::Manifest policy;
};

// A documentation page, and the objects in its YAML listings, byte for byte as its readers copy them.
struct Page {
    std::string file;
    std::vector<PageBlock> blocks;
};

// Listings without a `kind:` are no objects. Fails where one that has it cannot be read.
Result<Page> read_page(const SourcePtr& source);
// With the files that it includes.
Result<Page> read_page_file(const std::filesystem::path& path);

}  // namespace pgreach::scenario
