#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "world/contents.hpp"

namespace pgreach::reach {

// One workload in two versions of a world, by its place in each; nothing where it is new or gone.
struct PairedWorkload {
    std::optional<size_t> before;
    std::optional<size_t> after;
};

// Workloads of one owner are the same by their labels, hashes of templates and the like left out; else by their names;
// else where each version has one that is left. Every workload of both, each once, by name.
std::vector<PairedWorkload> pair_workloads(const world::Contents& before, const world::Contents& after);

}  // namespace pgreach::reach
