#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "manifest/files.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::world {

// What files hold, sorted by what it is to us.
struct Objects {
    std::vector<manifest::Manifest> policies;
    std::vector<manifest::Manifest> others;
    std::vector<SourcePtr> participants;  // texts that list the participants of scenarios
    // What could not be read of files that somebody named, what is broken in manifests of folders, and policies whose
    // kind or version no API server knows.
    Diagnostics diagnostics;
    size_t left_out = 0;  // documents of folders that are no objects of Kubernetes: values, templates, what is broken

    // An object that both have is the other's; of one set the last counts, too.
    void add(Objects more);
};

// Reads files as manifests (YAML, JSON, List, several documents); a page in Markdown by its YAML blocks that have a
// `kind:`.
Objects read_objects(const std::vector<manifest::File>& files);

// Namespace of an object that has one; "default" where it says none, as kubectl does.
std::string namespace_of(const manifest::Manifest& object);

}  // namespace pgreach::world
