#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "yaml/node.hpp"

namespace pgreach::engine {

// Two keys of matchLabels that are one to Cilium (`app` and `any:app`) but ask for different values. Go walks its maps
// in any order, so which of them the agent keeps is up to chance; we take it to be the plain one.
struct Collision {
    std::string kept;
    std::string lost;
    Mark mark;  // of the one that we take to be lost
};
std::vector<Collision> find_collisions(const yaml::Node& document);

// Each way in which the agent may read the document: with one of the keys of every collision left out. Only the
// document itself where nothing collides; at most 64.
std::vector<yaml::Node> readings(const yaml::Node& document);

}  // namespace pgreach::engine
