#include "lint/generous.hpp"

#include <algorithm>
#include <variant>

#include "engine/labels.hpp"
#include "lint/templates.hpp"

namespace pgreach::lint {
namespace {

using engine::Requirement;
using engine::Selector;

bool is_unsure(const Requirement& requirement) {
    const auto unsure = [](const std::string& text) { return has_variable(text) || is_unknown(text); };
    return has_variable(requirement.key.key) ||
           std::any_of(requirement.values.begin(), requirement.values.end(), unsure);
}

void loosen(Selector& selector) {
    std::erase_if(selector.requirements, is_unsure);
}

// Peers that name no namespace are sought in the policy's, whichever that is.
bool is_unsure(const Selector& selector) {
    return std::any_of(selector.requirements.begin(), selector.requirements.end(),
                       [](const Requirement& requirement) { return is_unsure(requirement); });
}

}  // namespace

bool is_open_to_question(const PlacedRule& placed) {
    if (placed.has_variables || is_unsure(placed.rule->subject)) return true;
    return std::any_of(placed.rule->peers.begin(), placed.rule->peers.end(), [](const engine::Peer& peer) {
        const auto* selector = std::get_if<Selector>(&peer.what);
        return selector != nullptr && is_unsure(*selector);
    });
}

engine::Rule at_most_anywhere(const PlacedRule& placed) {
    engine::Rule rule = at_most(placed);
    const auto free = [](Selector& selector) {
        std::erase_if(selector.requirements,
                      [](const Requirement& requirement) { return requirement.key.key == engine::namespace_key; });
    };
    free(rule.subject);
    for (auto& peer : rule.peers) {
        if (auto* selector = std::get_if<Selector>(&peer.what)) free(*selector);
    }
    return rule;
}

engine::Rule at_most(const PlacedRule& placed) {
    engine::Rule rule = *placed.rule;
    rule.default_deny = false;
    if (rule.deny) rule.selects_nobody = true;
    rule.deny = false;
    loosen(rule.subject);
    for (auto& peer : rule.peers) {
        if (auto* selector = std::get_if<Selector>(&peer.what)) {
            loosen(*selector);
        } else if (placed.has_variables) {
            std::get<engine::CidrPeer>(peer.what) = {.block = {.bits = 0}, .except = {}};
        }
    }
    if (placed.has_variable_ports) {
        rule.any_port = true;
        rule.ports.clear();
        if (rule.peers.empty() && !rule.selects_nobody) rule.peers.push_back({Selector{}, "everyone"});
    }
    return rule;
}

}  // namespace pgreach::lint
