#pragma once

#include <climits>
#include <compare>

namespace pgreach::engine {

// A Cilium release whose behaviour is asked for; differences stand in engine/versions.hpp with their source. Where only
// "1.19" is said, the newest patch release of it is meant.
struct CiliumVersion {
    static constexpr int newest_patch = INT_MAX;

    int major = 1;
    int minor = 20;
    int patch = newest_patch;
    auto operator<=>(const CiliumVersion&) const = default;
};

}  // namespace pgreach::engine
