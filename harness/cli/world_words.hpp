#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/world_options.hpp"
#include "engine/cilium.hpp"
#include "world/contents.hpp"
#include "world/objects.hpp"

namespace pgreach::cli {

// The objects that words of a command line name, in their order: files, folders, "-", git revisions ("main:policies").
// Where two have one object, the later counts. What folders hold that is no object is told on stderr.
Result<world::Objects> read_words(const std::vector<std::string>& words);

// What commands about a world look at.
struct Loaded {
    world::Objects objects;
    engine::Cilium cilium;
    world::Contents contents;
};
// Of --world, --context and the words of the command, which replace what those have as well. Fails (usage) where
// nothing is named; `command` says so.
Result<Loaded> load_world(const std::string& command, const WorldOptions& options,
                          const std::vector<std::string>& words);

}  // namespace pgreach::cli
