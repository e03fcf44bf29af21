#pragma once

#include <vector>

#include "base/diagnostic.hpp"
#include "yaml/node.hpp"

namespace pgreach::yaml {

struct Documents {
    std::vector<Node> documents;  // in order; those that could not be read are left out
    Diagnostics diagnostics;      // syntax errors, duplicate keys, limits
};

// Reads all documents of a text, JSON being YAML. Never throws, never gives up before the end: a broken document is
// a diagnostic, and the ones after the next "---" are still read. Limits (depth, size after aliases are expanded,
// UTF-8) are diagnostics too.
Documents read(const SourcePtr& source);

}  // namespace pgreach::yaml
