#include "reach/evaluation.hpp"

#include <algorithm>
#include <utility>

#include "base/printable.hpp"
#include "engine/policy_set_impl.hpp"

namespace pgreach::reach {

using engine::Direction;
using engine::Ground;
using engine::Outcome;
using engine::PortProtocol;

Evaluation::Evaluation(const World& world, const Policies& policies)
    : policies_(policies),
      audit_(policies.in_force.cilium().config.audit),
      world_(world),
      identities_(world_, policies.in_force.cilium()),
      ruleset_(identities_, policies.in_force.impl(), world_) {}

bool Evaluation::is_enforced(size_t endpoint) const {
    return !audit_ && identities_.is_enforced(identities_.identity_of(endpoint));
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
    why.rule = printable_line(ruleset_.name_of(rule));
    const auto file = policies_.files.find(rule.policy);
    if (file != policies_.files.end()) why.file = printable_line(file->second->name);
    why.line = rule.mark.line;
    return why;
}

template <typename Chosen>
std::vector<PolicyId> Evaluation::policies_of(Direction direction, size_t subject, const Chosen& chosen) const {
    std::vector<PolicyId> found;
    for (const auto index : ruleset_.side(direction, identities_.identity_of(subject)).rules) {
        const auto& rule = ruleset_.rule(index);
        if (chosen(rule)) found.push_back(rule.policy);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<PolicyId> Evaluation::selecting(Direction direction, size_t subject) const {
    return policies_of(direction, subject, [](const engine::Rule&) { return true; });
}

std::vector<PolicyId> Evaluation::closing(Direction direction, size_t subject) const {
    return policies_of(direction, subject, [](const engine::Rule& rule) { return rule.default_deny; });
}

std::string Evaluation::describe_policy(const PolicyId& id) const {
    return printable_line(describe(id) + " (" + policies_.files.at(id)->name + ")");
}

std::string to_text(const Why& why) {
    switch (why.ground) {
        case Ground::rule:
            return why.rule + " (" + why.file + ":" + std::to_string(why.line) + ")";
        case Ground::no_policy:
            return "no policy selects it";
        case Ground::default_allow:
            return "the policies that select it close nothing by default";
        case Ground::own_node:
            return "agents let a pod's own node in";
        case Ground::default_deny:
            return "no rule allows it";
    }
    return {};
}

}  // namespace pgreach::reach
