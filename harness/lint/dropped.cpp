#include "lint/dropped.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "lint/place.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {
namespace {

// "spec.ingress[0].fromEndpoints" is the field fromEndpoints of spec.ingress[0].
struct Field {
    std::string parent;
    std::string name;
};
Field split_path(const std::string& path) {
    const size_t dot = path.rfind('.');
    if (dot == std::string::npos) return {"", path};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

std::string ports_of(const engine::Rule& rule) {
    if (rule.any_port) return "every port";
    std::vector<std::string> texts;
    for (const auto& range : rule.ports) texts.push_back(to_text(range));
    return enumerate(texts);
}

// Of a rule that names no peers any more.
Meaning without_peers(const engine::Rule& rule) {
    if (rule.any_port || rule.selects_nobody || !rule.peers.empty()) return {};
    const std::string whom = rule.direction == engine::Direction::ingress ? "from everyone" : "to everyone";
    if (rule.deny) return {"this rule denies " + ports_of(rule) + " " + whom, false};
    return {"this rule ALLOWS " + ports_of(rule) + " " + whom + ", the world included", true};
}

Meaning without_ports(const engine::Rule& rule) {
    if (!rule.any_port || rule.peers.empty()) return {};
    if (rule.deny) return {"this rule denies every port", false};
    return {"this rule ALLOWS every port", true};
}

// Of a selector that asks for nothing any more.
Meaning without_labels(const engine::Examination& without, const Field& field, const engine::Rule* rule) {
    const Place place = find_place(without.stored, field.parent);
    if (place.path != field.parent || place.node->kind != yaml::Kind::map || !place.node->entries.empty()) return {};
    const bool clusterwide = without.stored.kind == "CiliumClusterwideNetworkPolicy";
    const std::string whom = clusterwide ? "every pod of the cluster" : "every pod of the policy's namespace";
    if (field.parent.ends_with("endpointSelector")) return {"the policy is for " + whom, false};
    if (rule == nullptr || field.parent.find("Endpoints[") == std::string::npos) return {};
    if (rule->deny) return {"this peer of a deny rule is " + whom, false};
    return {"this peer is " + whom, true};
}

}  // namespace

Meaning meaning_without(const engine::Examination& without, const std::string& path) {
    const Field field = split_path(path);
    const auto found = std::find_if(without.rules.begin(), without.rules.end(), [&](const engine::Rule& rule) {
        const std::string own = full_path(rule);
        return path.starts_with(own + ".") && own.ends_with(']');
    });
    const engine::Rule* rule = found == without.rules.end() ? nullptr : &*found;
    if (rule == nullptr || field.parent != full_path(*rule)) return without_labels(without, field, rule);
    return field.name == "toPorts" ? without_ports(*rule) : without_peers(*rule);
}

}  // namespace pgreach::lint
