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
// What CloudNativePG needs and does not get: replication-closed and the like, one code for each row of cnpg::needs();
// api-server-by-address
void check_needs(const Given& given, Diagnostics& found);
// deny-only, negation-selects-world, names-not-learned, services-beside-ports, end-port-ignored
void check_surprises(const Given& given, Diagnostics& found);
// unknown-port-name
void check_port_names(const Given& given, Diagnostics& found);
// selects-nothing
void check_world(const Given& given, Diagnostics& found);

}  // namespace pgreach::lint
