#pragma once

#include <string>

#include "engine/selector.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

// The labels that a pod must carry to match, each with a value that will do; those of its namespace, and those that
// the agent adds, are left out.
Labels demanded_labels(const engine::Selector& selector);

// A pod that has just these, in the namespace that the selector names, else in `otherwise`; what the selector wants of
// the namespace's labels is added to the world.
Endpoint demanded_pod(const engine::Selector& selector, const std::string& name, const std::string& otherwise,
                      World& world);

}  // namespace pgreach::lint
