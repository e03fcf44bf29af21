#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"

namespace pgreach::manifest {

// A text to read objects from. Named: somebody asked for this very one, so that it is a fault if it holds no manifest;
// others were found in a folder, where other things are, too.
struct File {
    SourcePtr source;
    bool named = true;
    bool of_page = false;  // a listing that was taken out of the page that it is named after

    File(SourcePtr text, bool asked_for = true)  // NOLINT(google-explicit-constructor)
        : source(std::move(text)), named(asked_for) {}
};

// The texts that these words of a command line name: a file, every *.yaml, *.yml, *.json and *.md below a folder (what
// is hidden is left out), or "-" for `standard_input`. Each file once, in the order given, a folder's by name. Fails
// where one cannot be read, or a folder has none.
Result<std::vector<File>> read_files(const std::vector<std::string>& words, std::istream& standard_input);

// Whether a file of this name, found in a folder, may hold manifests.
bool may_hold_manifests(const std::string& name);

}  // namespace pgreach::manifest
