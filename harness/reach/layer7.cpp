#include "reach/layer7.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "engine/selector.hpp"
#include "engine/translate.hpp"
#include "lint/policy.hpp"
#include "lint/selector_algebra.hpp"
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

// An expression with one value is a label.
std::string canonical_selector(const Node& node) {
    std::vector<std::string> parts;
    const auto selector = engine::parse_selector(node, "any");
    for (const auto& [key, op, values] : selector.requirements) {
        const bool one = op == engine::Operator::in && values.size() == 1;
        std::string part = shell_quote(key.source) + ":" + shell_quote(key.key) + " " +
                           std::to_string(static_cast<int>(one ? engine::Operator::equals : op));
        for (const auto& value : values) part += " " + shell_quote(value);
        parts.push_back(std::move(part));
    }
    std::sort(parts.begin(), parts.end());
    return "(" + join(parts, ",") + ")";
}

// The same for the same meaning: neither the order of a map nor that of a list matters in a rule.
std::string canonical(const Node& node) {
    if (node.find("matchLabels") != nullptr || node.find("matchExpressions") != nullptr)
        return canonical_selector(node);
    std::vector<std::string> parts;
    for (const auto& item : node.items) parts.push_back(canonical(item));
    for (const auto& entry : node.entries) parts.push_back(shell_quote(entry.key) + ":" + canonical(entry.value));
    std::sort(parts.begin(), parts.end());
    return node.is_scalar() ? shell_quote(node.text) : "(" + join(parts, ",") + ")";
}

// A port of a rule, by number or by name.
struct RulePort {
    std::string name;  // empty where it is a number
    int first = 0;
    int last = 0;
};

// Whom a rule is for, and on which ports; none means every port.
struct Scope {
    std::string ns;  // empty: of all
    std::string section;
    engine::Selector subject;
    std::vector<RulePort> ports;
};

struct Place {
    std::string policy;
    std::string what;
    std::string file;
    int line = 0;
    Scope scope;
    bool plain = false;  // nothing of it is unjudged
};
using PlaceByMeaning = std::map<std::string, Place>;

constexpr const char* beside_them = "rules beside layer 7 rules";

int number_in(const Node* node) {
    int number = 0;
    if (node != nullptr) std::from_chars(node->text.data(), node->text.data() + node->text.size(), number);
    return number;
}

void add_rule_ports(const Node* list, std::vector<RulePort>& ports) {
    for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        const Node* port = list->items[i].find("port");
        const int first = number_in(port);
        if (first == 0) {
            ports.push_back({port == nullptr ? "" : port->text});
        } else {
            ports.push_back({"", first, std::max(first, number_in(list->items[i].find("endPort")))});
        }
    }
}

// Of an item of Cilium's policies, or of a NetworkPolicy.
std::vector<RulePort> ports_in(const Node& item) {
    std::vector<RulePort> ports;
    add_rule_ports(item.find("ports"), ports);
    const Node* list = item.find("toPorts");
    for (size_t i = 0; list != nullptr && i < list->items.size(); ++i)
        add_rule_ports(list->items[i].find("ports"), ports);
    return ports;
}

// A name may be any number.
bool may_be_same(const RulePort& one, const RulePort& other) {
    if (one.first == 0 && other.first == 0) return one.name.empty() || other.name.empty() || one.name == other.name;
    if (one.first == 0 || other.first == 0) return true;
    return one.first <= other.last && other.first <= one.last;
}

// Whether a pod and a port may be in both.
bool may_meet(const Scope& one, const Scope& other) {
    if (one.section != other.section || (one.ns != other.ns && !one.ns.empty() && !other.ns.empty())) return false;
    const bool ports = one.ports.empty() || other.ports.empty() ||
                       std::any_of(one.ports.begin(), one.ports.end(), [&other](const RulePort& port) {
                           return std::any_of(other.ports.begin(), other.ports.end(),
                                              [&port](const RulePort& known) { return may_be_same(port, known); });
                       });
    if (!ports) return false;
    engine::Selector both = one.subject;
    both.requirements.insert(both.requirements.end(), other.subject.requirements.begin(),
                             other.subject.requirements.end());
    return !lint::contradictory(both);
}

void add_spec(const manifest::Manifest& policy, const Node& spec, PlaceByMeaning& found) {
    const auto id = engine::policy_id(policy);
    std::string subject = id.ns;
    engine::Selector whose;
    for (const char* field : {"endpointSelector", "nodeSelector", "podSelector"}) {
        const Node* selector = spec.find(field);
        if (selector == nullptr) continue;
        subject += " " + canonical(*selector);
        whose = engine::parse_selector(*selector, "any");
    }
    for (const auto& section : lint::section_names()) {
        const Node* list = spec.find(section);
        for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
            const Node& item = list->items[i];
            const auto what = unjudged_in(item);
            const std::string text = what.empty() ? beside_them : join({what.begin(), what.end()}, ", ");
            found.try_emplace(subject + " " + section + " " + canonical(item),
                              Place{printable_line(describe(id)), text, printable_line(policy.source->name),
                                    item.mark.line, Scope{id.ns, section, whose, ports_in(item)}, what.empty()});
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

// A plain rule lifts what a layer 7 rule restricts for the same pods; where there is none, flows tell all of it.
void leave_out_judged(PlaceByMeaning& was, PlaceByMeaning& is) {
    std::vector<Scope> restricted;
    for (const auto* places : {&was, &is}) {
        for (const auto& [meaning, place] : *places) {
            if (!place.plain && place.what != "ICMP") restricted.push_back(place.scope);
        }
    }
    for (auto* places : {&was, &is}) {
        std::erase_if(*places, [&restricted](const auto& entry) {
            const Place& place = entry.second;
            return place.plain && std::none_of(restricted.begin(), restricted.end(),
                                               [&place](const Scope& scope) { return may_meet(place.scope, scope); });
        });
    }
}

}  // namespace

std::vector<UnjudgedChange> compare_unjudged(const std::vector<manifest::Manifest>& before,
                                             const Policies& in_force_before,
                                             const std::vector<manifest::Manifest>& after,
                                             const Policies& in_force_after) {
    auto was = read(before, in_force_before), is = read(after, in_force_after);
    leave_out_judged(was, is);
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
