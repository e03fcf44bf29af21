#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/identities.hpp"
#include "engine/ruleset.hpp"
#include "model/flow.hpp"

namespace pgreach::engine {

// What decides, where it is no rule.
enum class Ground : std::uint8_t {
    rule,
    no_policy,      // no rule selects the endpoint
    default_allow,  // rules select it, none denies, and none brings default deny
    own_node,       // the pod's own node, which the agent lets in whatever policies say but for a deny rule
    default_deny,   // no rule matches
};

struct Outcome {
    Verdict verdict = Verdict::allow;
    Ground ground = Ground::no_policy;
    std::uint32_t rule = 0;  // Ground::rule only
};

// One direction of one flow: `subject` is the identity whose policy is asked. Deny over allow over the default, as in
// Cilium's policy map (pkg/policy/mapstate.go, and repository.go for the defaults).
Outcome decide(const Identities& identities, const Ruleset& ruleset, Direction direction, size_t subject, size_t peer,
               const PortProtocol& l4);

// The same for every peer at once: those that are allowed.
Bits allowed_peers(const Identities& identities, const Ruleset& ruleset, Direction direction, size_t subject,
                   const PortProtocol& l4);

}  // namespace pgreach::engine
