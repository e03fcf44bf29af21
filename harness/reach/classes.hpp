#pragma once

#include <string>
#include <vector>

#include "engine/rule.hpp"
#include "model/world.hpp"

namespace pgreach::reach {

// A kind of peer, whether or not there is one today, with an endpoint that stands for all of them: "any pod with
// role=backend in namespace web", "the internet". What is true of the endpoint is true of every pod that has just what
// the text says.
struct PeerClass {
    std::string text;
    Endpoint endpoint;
    Labels namespace_labels = {};           // that the pod's namespace must have
    bool any_namespace = true;              // pods only
    std::vector<std::string> without = {};  // labels that it must not have: "env=prod"

    // Every member of the other is one of this class as well; false where that is not certain.
    bool covers(const PeerClass& other) const;
};

// The classes that rules of one direction make a difference between, each once and sorted: those that every cluster
// has, those that rules name, and of each that a deny rule names what it has in common with one that another allows.
// The endpoints of the world that are no pods are classes of their own.
std::vector<PeerClass> find_classes(const std::vector<engine::Rule>& rules, engine::Direction direction,
                                    const World& world);

// The world with an endpoint for each class behind its own, in their order.
World with_classes(World world, const std::vector<PeerClass>& classes);

}  // namespace pgreach::reach
