#pragma once

#include <map>
#include <string>
#include <vector>

#include "docs/check.hpp"

namespace pgreach::docs {

// Files of pages as they should be, by name.
using MendedFiles = std::map<std::string, SourcePtr>;

// What a patch of the pages would do.
struct Suggestion {
    std::string patch;  // unified, with what it mends in front; empty where there is nothing to mend
    std::vector<std::string> folders = {};  // where it applies: of each page the checkout, else its own folder
    // Once it is applied: the errors, of which nobody knows a remedy, and what of the pages is not read
    // ("not-included").
    Diagnostics left = {};
};

// Puts into each example that is broken what the scenario of its remedy has in its place (scenarios/corrected), also
// where the page has changed around that; and in the place of flags that the agent does not have, those that are known
// to be meant. The pages are checked again with that.
Suggestion suggest(const std::vector<SourcePtr>& pages, const page::Include& include, const CheckOptions& options);

}  // namespace pgreach::docs
