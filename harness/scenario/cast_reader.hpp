#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "model/cast.hpp"

namespace pgreach::scenario {

// A cast with the short names that claims may use for several members: "instances", "all", and the file's groups.
struct NamedCast {
    Cast cast;
    std::map<std::string, std::vector<std::string>> groups;

    // The members that a word of a claim means; empty where it means nobody.
    std::vector<std::string> resolve(const std::string& word) const;
    // Every word that resolves, for "did you mean".
    std::vector<std::string> vocabulary() const;
};

struct CastFile {
    NamedCast cast;
    Diagnostics diagnostics;
};

// Reads a cast file (fixtures/casts).
CastFile read_cast(const SourcePtr& source);

}  // namespace pgreach::scenario
