#include "engine/decide.hpp"

namespace pgreach::engine {

Outcome decide(const Identities& identities, const Ruleset& ruleset, Direction direction, size_t subject, size_t peer,
               const PortProtocol& l4) {
    const auto& side = ruleset.side(direction, subject);
    if (side.posture == Posture::open) return {Verdict::allow, Ground::no_policy};
    for (const std::uint32_t rule : side.rules) {  // deny rules come first
        if (!ruleset.matches_peer(side, rule, peer) || !ruleset.matches_port(rule, l4, subject)) continue;
        return {ruleset.rule(rule).deny ? Verdict::deny : Verdict::allow, Ground::rule, rule};
    }
    if (side.posture == Posture::default_allow) return {Verdict::allow, Ground::default_allow};
    if (direction == Direction::ingress && identities.is_own_node(peer) && ruleset.lets_own_node_in(side)) {
        return {Verdict::allow, Ground::own_node};
    }
    return {Verdict::deny, Ground::default_deny};
}

Bits allowed_peers(const Identities& identities, const Ruleset& ruleset, Direction direction, size_t subject,
                   const PortProtocol& l4) {
    const auto& side = ruleset.side(direction, subject);
    Bits allowed(identities.size());
    Bits denied(identities.size());
    if (side.posture != Posture::default_deny) allowed.fill();
    if (side.posture == Posture::open) return allowed;
    if (direction == Direction::ingress && ruleset.lets_own_node_in(side)) allowed |= identities.own_nodes();
    for (const std::uint32_t rule : side.rules) {
        if (!ruleset.matches_port(rule, l4, subject)) continue;
        (ruleset.rule(rule).deny ? denied : allowed) |= ruleset.peers(side, rule);
    }
    return allowed -= denied;
}

}  // namespace pgreach::engine
