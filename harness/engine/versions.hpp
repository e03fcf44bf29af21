#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/policy_set.hpp"

namespace pgreach::engine {

// Behaviours that not all supported releases of Cilium have.
enum class Behaviour : std::uint8_t {
    empty_list_selects_nobody,     // fromEndpoints: [] beside toPorts
    namespace_labels_lift_it,      // peers chosen by labels of their namespace are not held to the policy's own
    rejects_empty_rule,            // a spec without any rule is an error, not inert
    peers_of_local_cluster,        // peers that name no cluster are sought in the local one
    exceptions_may_not_be_larger,  // an exception must be a part of its block
};

// One row of the table of differences: from which release on, and where that is written.
struct Difference {
    Behaviour behaviour;
    CiliumVersion since;
    std::string_view text;
    std::string_view source;
};
const std::vector<Difference>& differences();

bool has(CiliumVersion version, Behaviour behaviour);

// What the agent says today, in the words of that release.
std::string in_words_of(CiliumVersion version, std::string text);

inline constexpr CiliumVersion oldest_version{1, 15};
inline constexpr CiliumVersion newest_version{1, 20};

// "1.17" or "v1.17.3"; nothing where it is no release that we know.
std::optional<CiliumVersion> parse_version(std::string_view text);
std::string to_string(CiliumVersion version);

}  // namespace pgreach::engine
