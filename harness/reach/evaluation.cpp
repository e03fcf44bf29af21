#include "reach/evaluation.hpp"

#include <algorithm>
#include <utility>

#include "engine/policy_set_impl.hpp"

namespace pgreach::reach {

using engine::Direction;
using engine::Ground;
using engine::Outcome;
using engine::PortProtocol;
using engine::Posture;

Evaluation::Evaluation(World world, const Policies& policies)
    : policies_(policies),
      audit_(policies.in_force.cilium().config.audit),
      world_(std::move(world)),
      identities_(world_, policies.in_force.cilium()),
      ruleset_(identities_, policies.in_force.impl(), world_) {}

bool Evaluation::is_enforced(size_t endpoint) const {
    return !audit_ && identities_.is_enforced(identities_.identity_of(endpoint));
}

bool Evaluation::is_open(Direction direction, size_t subject) const {
    return !is_enforced(subject) || ruleset_.side(direction, identities_.identity_of(subject)).posture == Posture::open;
}

Outcome Evaluation::side(Direction direction, size_t subject, size_t peer, const PortProtocol& l4) const {
    if (!is_enforced(subject)) return {};
    return engine::decide(identities_, ruleset_, direction, identities_.identity_of(subject),
                          identities_.identity_of(peer), l4);
}

engine::Bits Evaluation::allowed(Direction direction, size_t subject, const PortProtocol& l4) const {
    if (is_enforced(subject)) {
        return engine::allowed_peers(identities_, ruleset_, direction, identities_.identity_of(subject), l4);
    }
    engine::Bits everybody(identities_.size());
    everybody.fill();
    return everybody;
}

bool Evaluation::allows(size_t from, size_t to, const PortProtocol& l4) const {
    return side(Direction::ingress, to, from, l4).verdict == Verdict::allow &&
           side(Direction::egress, from, to, l4).verdict == Verdict::allow;
}

Why Evaluation::why(const Outcome& outcome) const {
    Why why{.ground = outcome.ground};
    if (outcome.ground != Ground::rule) return why;
    const auto& rule = ruleset_.rule(outcome.rule);
    why.rule = ruleset_.name_of(rule);
    const auto file = policies_.files.find(rule.policy);
    if (file != policies_.files.end()) why.file = file->second->name;
    why.line = rule.mark.line;
    return why;
}

std::vector<PolicyId> Evaluation::selecting(Direction direction, size_t subject) const {
    std::vector<PolicyId> found;
    for (const auto index : ruleset_.side(direction, identities_.identity_of(subject)).rules) {
        found.push_back(ruleset_.rule(index).policy);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::string to_text(const Why& why) {
    switch (why.ground) {
        case Ground::rule:
            return why.rule + " (" + why.file + ":" + std::to_string(why.line) + ")";
        case Ground::no_policy:
            return "no policy selects it";
        case Ground::default_allow:
            return "no policy brings default deny to it";
        case Ground::own_node:
            return "a pod's own node is always let in";
        case Ground::default_deny:
            return "no rule allows it";
    }
    return {};
}

}  // namespace pgreach::reach
