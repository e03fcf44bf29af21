#pragma once

#include <string>
#include <vector>

#include "lint/policy.hpp"

namespace pgreach::lint {

// One item of a peer list: an entity is several peers of the engine's. A rule that names ports only has one item,
// everyone.
struct Item {
    const PlacedRule* rule = nullptr;
    Mark mark;
    std::vector<const engine::Peer*> peers;
};

// What must go for an item to be gone without a trace: a list that is left empty, or a section, means something else.
struct Removal {
    const char* what;        // "item", "rule", "policy"
    bool ends_default_deny;  // no other rule of its spec brings default deny in this direction
};
Removal removal_of(const Item& item, size_t items_of_rule);

}  // namespace pgreach::lint
