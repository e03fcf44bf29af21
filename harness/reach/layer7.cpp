#include "reach/layer7.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "engine/translate.hpp"
#include "lint/policy.hpp"
#include "yaml/node.hpp"

namespace pgreach::reach {
namespace {

using yaml::Node;

// Fields of an item of ingress or egress, and of its toPorts, by what they are.
constexpr std::pair<std::string_view, const char*> of_item[] = {{"icmps", "ICMP"},
                                                                {"authentication", "authentication"}};
constexpr std::pair<std::string_view, const char*> of_ports[] = {{"rules", "layer 7 rules"},
                                                                 {"listener", "a proxy listener"},
                                                                 {"serverNames", "server names"},
                                                                 {"terminatingTLS", "TLS"},
                                                                 {"originatingTLS", "TLS"}};

bool is_said(const Node* value) {
    return value != nullptr && (!value->items.empty() || !value->entries.empty() || value->is_scalar());
}

std::set<std::string> unjudged_in(const Node& item) {
    std::set<std::string> found;
    for (const auto& [field, what] : of_item) {
        if (is_said(item.find(std::string(field)))) found.insert(what);
    }
    const Node* ports = item.find("toPorts");
    for (size_t i = 0; ports != nullptr && i < ports->items.size(); ++i) {
        for (const auto& [field, what] : of_ports) {
            if (is_said(ports->items[i].find(std::string(field)))) found.insert(what);
        }
    }
    return found;
}

// The same for the same meaning: neither the order of a map nor that of a list matters in a rule.
std::string canonical(const Node& node) {
    std::vector<std::string> parts;
    for (const auto& item : node.items) parts.push_back(canonical(item));
    for (const auto& entry : node.entries) parts.push_back(shell_quote(entry.key) + ":" + canonical(entry.value));
    std::sort(parts.begin(), parts.end());
    return node.is_scalar() ? shell_quote(node.text) : "(" + join(parts, ",") + ")";
}

struct Place {
    std::string policy;
    std::string what;
    std::string file;
    int line = 0;
};
using PlaceByMeaning = std::map<std::string, Place>;

void add_spec(const manifest::Manifest& policy, const Node& spec, PlaceByMeaning& found) {
    const auto id = engine::policy_id(policy);
    std::string subject = id.ns;
    for (const char* field : {"endpointSelector", "nodeSelector", "podSelector"}) {
        if (const Node* selector = spec.find(field)) subject += " " + canonical(*selector);
    }
    for (const auto& section : lint::section_names()) {
        const Node* list = spec.find(section);
        for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
            const auto what = unjudged_in(list->items[i]);
            if (what.empty()) continue;
            found.try_emplace(subject + " " + section + " " + canonical(list->items[i]),
                              Place{printable_line(describe(id)), join({what.begin(), what.end()}, ", "),
                                    printable_line(policy.source->name), list->items[i].mark.line});
        }
    }
}

PlaceByMeaning read(const std::vector<manifest::Manifest>& policies, const Policies& in_force) {
    std::set<PolicyId> accepted;
    for (const auto& policy : in_force.admitted) {
        if (policy.admission.in_force()) accepted.insert(policy.id);
    }
    PlaceByMeaning found;
    for (const auto& policy : policies) {
        if (!accepted.contains(engine::policy_id(policy))) continue;
        for (const Node* spec : lint::specs_of(policy.document)) add_spec(policy, *spec, found);
    }
    return found;
}

}  // namespace

std::vector<UnjudgedChange> compare_unjudged(const std::vector<manifest::Manifest>& before,
                                             const Policies& in_force_before,
                                             const std::vector<manifest::Manifest>& after,
                                             const Policies& in_force_after) {
    const auto was = read(before, in_force_before), is = read(after, in_force_after);
    std::map<std::pair<std::string, std::string>, UnjudgedChange> changes;
    for (const auto& [meaning, place] : is) {
        if (was.contains(meaning)) continue;
        changes.try_emplace({place.policy, place.what},
                            UnjudgedChange{place.policy, place.what, "added", place.file, place.line});
    }
    for (const auto& [meaning, place] : was) {
        if (is.contains(meaning)) continue;
        const auto [change, added] = changes.try_emplace(
            {place.policy, place.what}, UnjudgedChange{place.policy, place.what, "removed", place.file, place.line});
        if (!added && change->second.how == "added") change->second.how = "changed";
    }
    std::vector<UnjudgedChange> found;
    for (auto& [key, change] : changes) found.push_back(std::move(change));
    return found;
}

}  // namespace pgreach::reach
