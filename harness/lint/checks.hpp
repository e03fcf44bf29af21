#pragma once

#include "base/diagnostic.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {

// Each looks for some of what is legal and wrong, and warns only where that is certain.

// contradictory-selector, ignored-label
void check_selectors(const Given& given, Diagnostics& found);
// no-effect, duplicate-name, empty-peer-list, empty-cidr, reversed-port-range
void check_rules(const Given& given, Diagnostics& found);
// covered-peer, always-denied
void check_overlaps(const Given& given, Diagnostics& found);
// replication-closed, operator-closed
void check_instances(const Given& given, Diagnostics& found);
// selects-nothing
void check_world(const Given& given, Diagnostics& found);

}  // namespace pgreach::lint
