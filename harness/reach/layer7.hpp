#pragma once

#include <string>
#include <vector>

#include "manifest/manifest.hpp"
#include "reach/policies.hpp"

namespace pgreach::reach {

// Something of a policy that no verdict on a flow depends on here, which is not the same in both versions.
struct UnjudgedChange {
    std::string policy;  // "CiliumNetworkPolicy db/pg"
    std::string what;    // "layer 7 rules", "ICMP"
    std::string how;     // "added", "changed", "removed"
    std::string file;    // of the new version, unless it is gone
    int line = 0;

    auto operator<=>(const UnjudgedChange&) const = default;
};

// Layer 7 rules, TLS, ICMP and authentication, of the policies in force: by what they say for whom, not by their names.
// Sorted.
std::vector<UnjudgedChange> compare_unjudged(const std::vector<manifest::Manifest>& before,
                                             const Policies& in_force_before,
                                             const std::vector<manifest::Manifest>& after,
                                             const Policies& in_force_after);

}  // namespace pgreach::reach
