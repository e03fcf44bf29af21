#pragma once

#include <cstddef>

#include "engine/policy_set.hpp"
#include "model/world.hpp"

namespace pgreach {

// How large a cluster is asked about. `variety`: distinct label sets within a namespace; 0 gives each pod its own.
struct Size {
    size_t pods = 5000;
    size_t namespaces = 50;
    size_t policies = 500;
    size_t variety = 10;
};

World big_world(const Size& size);
// Spread over the namespaces: by label, by namespace, from the cluster's own, denied, by entity.
engine::PolicySet big_policies(const Size& size);

}  // namespace pgreach
