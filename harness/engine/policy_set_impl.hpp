#pragma once

#include <vector>

#include "engine/policy_set.hpp"
#include "engine/rule.hpp"

namespace pgreach::engine {

struct PolicySet::Impl {
    struct Policy {
        PolicyId id;
        std::vector<Rule> rules;
    };

    Cilium cilium;
    std::vector<Policy> policies;  // in the order applied; the order decides nothing
};

}  // namespace pgreach::engine
