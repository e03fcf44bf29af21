#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/selector_algebra.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using Names = std::set<std::string>;

// What the pods that match call their ports, where that is certain: those of CloudNativePG, or, with a world, all.
// Empty where nobody knows.
class PortNames {
  public:
    explicit PortNames(const Options& options) : options_(options) {
        for (const auto& [name, port] : cnpg::instance_ports()) instance_.insert(name);
        if (options.world) {
            for (const auto& [name, port] : options.world->named_ports) world_.insert(name);
        }
    }
    Names of(const engine::Selector& selector) const;

  private:
    const Options& options_;
    Names instance_;
    Names pooler_ = {"pgbouncer", "metrics"};
    Names operator_ = {"webhook-server", "metrics"};
    Names world_;
};

Names PortNames::of(const engine::Selector& selector) const {
    const std::string role = the_value(selector, cnpg::pod_role_label);
    if (role == cnpg::instance_pod || demands(selector, cnpg::instance_role_label)) return instance_;
    if (role == cnpg::pooler_pod || demands(selector, cnpg::pooler_name_label)) return pooler_;
    if (demands(selector, cnpg::cluster_label)) {
        Names all = instance_;
        all.insert(pooler_.begin(), pooler_.end());
        return all;
    }
    const bool home = the_value(selector, engine::namespace_key) == options_.operator_namespace;
    if (home && the_value(selector, cnpg::app_label) == cnpg::operator_app) return operator_;
    return world_;
}

// Those that the rule's port means: its own pods', or its peers'. Empty where one of them is not known.
Names names_for(const PortNames& names, const engine::Rule& rule) {
    if (rule.direction == engine::Direction::ingress) return names.of(rule.subject);
    Names all;
    for (const auto& peer : rule.peers) {
        const auto* selector = std::get_if<engine::Selector>(&peer.what);
        const Names known = selector == nullptr || peer.text.starts_with("entity ") ? Names() : names.of(*selector);
        if (known.empty()) return {};
        all.insert(known.begin(), known.end());
    }
    return all;
}

// Where the rule writes that name.
Mark mark_of(const PlacedRule& placed, const std::string& name) {
    std::vector<const yaml::Node*> lists;
    if (const yaml::Node* own = placed.item->find("ports")) lists.push_back(own);
    if (const yaml::Node* rules = placed.item->find("toPorts")) {
        for (const auto& rule : rules->items) {
            if (const yaml::Node* ports = rule.find("ports")) lists.push_back(ports);
        }
    }
    for (const yaml::Node* list : lists) {
        for (const auto& item : list->items) {
            const yaml::Node* port = item.find("port");
            if (port != nullptr && port->text == name) return port->mark;
        }
    }
    return placed.rule->mark;
}

}  // namespace

void check_port_names(const Given& given, Diagnostics& found) {
    const PortNames names(given.options);
    for (const auto& placed : given.rules) {
        const auto& ports = placed.rule->ports;
        const bool named =
            std::any_of(ports.begin(), ports.end(), [](const auto& range) { return !range.name.empty(); });
        if (!named || placed.item == nullptr) continue;
        const Names known = names_for(names, *placed.rule);
        if (known.empty()) continue;
        for (const auto& range : ports) {
            if (range.name.empty() || known.count(range.name) > 0) continue;
            const std::vector<std::string> listed(known.begin(), known.end());
            const auto meant = nearest(range.name, listed);
            found.push_back(warning(
                *placed.policy, mark_of(placed, range.name), code::unknown_port_name,
                "no pod that this is for has a port named '" + range.name + "', so it means nothing",
                (meant ? "did you mean '" + *meant + "'? " : "") + "these pods name theirs " + enumerate(listed)));
        }
    }
}

}  // namespace pgreach::lint
