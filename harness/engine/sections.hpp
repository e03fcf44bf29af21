#pragma once

#include <array>
#include <string_view>

#include "engine/rule.hpp"

namespace pgreach::engine {

// The four lists of a Cilium rule.
struct Section {
    std::string_view name;
    Direction direction;
    bool deny;
};
inline constexpr std::array sections = {
    Section{"ingress", Direction::ingress, false},
    Section{"ingressDeny", Direction::ingress, true},
    Section{"egress", Direction::egress, false},
    Section{"egressDeny", Direction::egress, true},
};

}  // namespace pgreach::engine
