#pragma once

#include <climits>
#include <compare>
#include <cstdint>

namespace pgreach::engine {

// A Cilium release whose behaviour is asked for; differences stand in engine/versions.hpp with their source. Where only
// "1.19" is said, the newest patch release of it is meant.
struct CiliumVersion {
    static constexpr int newest_patch = INT_MAX;

    int major = 1;
    int minor = 20;
    int patch = newest_patch;
    // Behaviours (engine/versions.hpp), a bit each, that are not as this release has them: to find out what one of them
    // does.
    std::uint32_t otherwise = 0;
    auto operator<=>(const CiliumVersion&) const = default;
};

}  // namespace pgreach::engine
