#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"

namespace pgreach::page {

// Pages of documentation: Markdown with what MkDocs, Docusaurus and MyST add, reStructuredText with Sphinx's
// directives, AsciiDoc. What is taken out of them is byte for byte what their readers copy.

enum class Markup { markdown, restructured_text, asciidoc };

// By the ending of the name; nothing where it is no page's.
std::optional<Markup> markup_of(const std::string& name);
bool is_page(const std::string& name);
// The endings of pages, ".md" and others.
const std::vector<std::string>& page_endings();

// A listing in YAML, wherever it stands on the page.
struct Block {
    std::string heading;  // of the section it stands in; empty before the first
    int number = 0;       // among the YAML listings of that section, from one
    // Its text, under the name of the file that it stands in (an included one has its own); lines count from the top of
    // that file.
    SourcePtr source;
    SourcePtr file;  // the whole of that file
    int line = 0;    // of the page, where the listing begins, or what includes it
};

// Lines of text that belong together, not one of them in a listing: what a page says.
struct Paragraph {
    SourcePtr file;
    int first_line = 0;
    std::vector<std::string> lines = {};  // without their ends
};

struct Page {
    std::vector<Block> blocks = {};
    std::vector<Paragraph> prose = {};
    Diagnostics diagnostics = {};  // files that it includes and that could not be read: part of the page is missing
};

// How a page gets a file that it includes: by the path as it is written, in that file.
using Include = std::function<Result<SourcePtr>(const std::string& path, const Source& from)>;
// Includes nothing, and complains of nothing.
Result<SourcePtr> no_includes(const std::string& path, const Source& from);

// Reads a page in the markup that its name says, Markdown where it says none. Never fails: whatever it is, it is text.
Page read_page(const SourcePtr& page, const Include& include = no_includes);

// Only its YAML listings, without those of included files.
std::vector<Block> yaml_blocks(const SourcePtr& page);

}  // namespace pgreach::page
