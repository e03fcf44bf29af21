#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lint/checks.hpp"
#include "lint/codes.hpp"

namespace pgreach::lint {
namespace {

using engine::CidrPeer;

bool has_rules(const yaml::Node& document) {
    for (const yaml::Node* spec : specs_of(document)) {
        for (const auto& section : section_names()) {
            const yaml::Node* list = spec->find(section);
            if (list != nullptr && !list->items.empty()) return true;
        }
    }
    return false;
}

// Up to Cilium 1.16 a policy without rules is taken; see engine/versions.cpp.
void check_emptiness(const Policy& policy, Diagnostics& found) {
    const auto& document = policy.examination.stored.document;
    if (policy.manifest.kind == "NetworkPolicy" || has_rules(document)) return;
    const auto specs = specs_of(document);
    found.push_back(warning(policy, specs.empty() ? document.mark : specs.front()->mark, code::no_effect,
                            "this policy has no rule: it is accepted and does nothing",
                            "write 'ingress: [{}]' to let nobody in; an empty list is no rule"));
}

void check_peer_lists(const PlacedRule& placed, Diagnostics& found) {
    if (!placed.rule->selects_nobody || placed.item == nullptr) return;
    const std::string side = placed.rule->direction == engine::Direction::ingress ? "from" : "to";
    for (const auto& [key, mark, value] : placed.item->entries) {
        if (!key.starts_with(side) || value.kind != yaml::Kind::list || !value.items.empty()) continue;
        found.push_back(warning(
            *placed.policy, mark, code::empty_peer_list, "'" + key + ": []' selects nobody, so this rule never matches",
            "name the peers; '" + side +
                "Endpoints: [{}]' is every pod of the namespace, and a rule '{}' says plainly that nobody is meant"));
        return;
    }
}

void check_blocks(const PlacedRule& placed, Diagnostics& found) {
    for (const auto& peer : placed.rule->peers) {
        const auto* block = std::get_if<CidrPeer>(&peer.what);
        if (block == nullptr || !manifest::is_covered(block->block, block->except)) continue;
        found.push_back(warning(*placed.policy, peer.mark, code::empty_cidr,
                                "the exceptions leave no address of this block: " + peer.text,
                                "widen the block, or take out less of it"));
    }
}

void check_port(const Policy& policy, const yaml::Node& item, Diagnostics& found) {
    const yaml::Node* port = item.find("port");
    const yaml::Node* end = item.find("endPort");
    if (port == nullptr || end == nullptr || port->text.find_first_not_of("0123456789") != std::string::npos) return;
    const auto first = std::stoi("0" + port->text.substr(0, 6));
    const auto last = end->as_integer().value_or(0);
    if (last == 0 || last >= first) return;
    found.push_back(warning(
        policy, end->mark, code::reversed_port_range,
        "endPort " + end->text + " is below port " + port->text + ": Cilium takes port " + port->text + " alone",
        "write the lower port as 'port' and the higher as 'endPort'"));
}

void check_ports(const PlacedRule& placed, Diagnostics& found) {
    const yaml::Node* rules = placed.item == nullptr ? nullptr : placed.item->find("toPorts");
    if (rules == nullptr) return;
    for (const auto& rule : rules->items) {
        const yaml::Node* ports = rule.find("ports");
        if (ports == nullptr) continue;
        for (const auto& item : ports->items) check_port(*placed.policy, item, found);
    }
}

void check_default_deny(const PlacedRule& placed, Diagnostics& found) {
    const auto& rule = *placed.rule;
    if (rule.default_deny || placed.item == nullptr || !placed.item->entries.empty()) return;
    const std::string direction = rule.direction == engine::Direction::ingress ? "ingress" : "egress";
    found.push_back(warning(*placed.policy, rule.mark, code::no_effect,
                            "an empty rule only brings default deny, and enableDefaultDeny." + direction +
                                " is false here: it does nothing",
                            "take enableDefaultDeny out to close " + direction + ", or name peers and ports"));
}

// Objects of one file are applied in order, so the last of a name stays. Several files may be meant for several places.
void check_names(const Given& given, Diagnostics& found) {
    std::map<std::string, const Policy*> last;
    for (const auto& policy : given.policies) {
        const std::string key = policy.manifest.source->name + '\n' + policy.manifest.kind + ' ' + policy.name();
        const Policy*& before = last[key];
        const bool same_text = before != nullptr && before->manifest.source == policy.manifest.source;
        if (same_text) {
            found.push_back(warning(policy, policy.manifest.document.mark, code::duplicate_name,
                                    "this replaces the " + manifest::describe(before->manifest) + " of line " +
                                        std::to_string(before->manifest.document.mark.line),
                                    "give each policy a name of its own, so that they add up"));
        }
        before = &policy;
    }
}

}  // namespace

void check_rules(const Given& given, Diagnostics& found) {
    for (const auto& policy : given.policies) check_emptiness(policy, found);
    check_names(given, found);
    for (const auto& placed : given.rules) {
        check_peer_lists(placed, found);
        check_blocks(placed, found);
        check_ports(placed, found);
        check_default_deny(placed, found);
    }
}

}  // namespace pgreach::lint
