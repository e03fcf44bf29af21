#include "manifest/network_policy_checks.hpp"

#include <string>
#include <utility>

#include "manifest/cidr.hpp"
#include "manifest/path.hpp"

namespace pgreach::manifest {
namespace {

bool given(const yaml::Node* node) {
    return node != nullptr && !node->is_null();
}

class Checker {
  public:
    void check_rules(const yaml::Node* list, const std::string& path, const char* peers);
    void check_selector(const yaml::Node* selector, const std::string& path);
    Violations take() { return std::move(found_); }

  private:
    void complain(const std::string& path, Mark mark, const std::string& text) {
        found_.push_back({path, mark, path + ": " + text});
    }
    void check_port(const yaml::Node& port, const std::string& path);
    void check_peer(const yaml::Node& peer, const std::string& path);
    void check_block(const yaml::Node& block, const std::string& path);

    Violations found_;
};

void Checker::check_port(const yaml::Node& port, const std::string& path) {
    const yaml::Node* end = port.find("endPort");
    if (!given(end)) return;
    const std::string where = path + ".endPort";
    const yaml::Node* number = port.find("port");
    if (!given(number)) {
        complain(where, end->mark,
                 "Invalid value: " + end->text + ": may not be specified when `port` is not specified");
    } else if (number->kind == yaml::Kind::string) {
        complain(where, end->mark, "Invalid value: " + end->text + ": may not be specified when `port` is non-numeric");
    } else if (end->as_integer().value_or(0) < number->as_integer().value_or(0)) {
        complain(where, end->mark, "Invalid value: " + end->text + ": must be greater than or equal to `port`");
    }
}

void Checker::check_block(const yaml::Node& block, const std::string& path) {
    const yaml::Node* except = block.find("except");
    const auto whole = parse_cidr_sloppily(block.find("cidr")->text);
    for (size_t i = 0; given(except) && whole && i < except->items.size(); ++i) {
        const auto hole = parse_cidr_sloppily(except->items[i].text);
        if (hole && whole->contains(*hole) && hole->bits > whole->bits) continue;
        complain(child(path + ".except", i), except->items[i].mark,
                 "Invalid value: \"" + except->items[i].text + "\": must be a strict subset of `cidr`");
    }
}

void Checker::check_selector(const yaml::Node* selector, const std::string& path) {
    const yaml::Node* expressions = given(selector) ? selector->find("matchExpressions") : nullptr;
    for (size_t i = 0; given(expressions) && i < expressions->items.size(); ++i) {
        const yaml::Node& expression = expressions->items[i];
        const yaml::Node* values = expression.find("values");
        const bool has_values = given(values) && !values->items.empty();
        const std::string& op = expression.find("operator")->text;
        const std::string where = child(path + ".matchExpressions", i) + ".values";
        if ((op == "In" || op == "NotIn") && !has_values) {
            complain(where, expression.mark, "Required value: must be specified when `operator` is 'In' or 'NotIn'");
        } else if ((op == "Exists" || op == "DoesNotExist") && has_values) {
            complain(where, values->mark,
                     "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
    }
}

void Checker::check_peer(const yaml::Node& peer, const std::string& path) {
    const yaml::Node* pods = peer.find("podSelector");
    const yaml::Node* namespaces = peer.find("namespaceSelector");
    const yaml::Node* block = peer.find("ipBlock");
    if (!given(pods) && !given(namespaces) && !given(block)) {
        return complain(path, peer.mark, "Required value: must specify a peer");
    }
    if (given(block) && (given(pods) || given(namespaces))) {
        complain(path, peer.mark, "Forbidden: may not specify both ipBlock and another peer");
    }
    check_selector(pods, path + ".podSelector");
    check_selector(namespaces, path + ".namespaceSelector");
    if (given(block)) check_block(*block, path + ".ipBlock");
}

void Checker::check_rules(const yaml::Node* list, const std::string& path, const char* peers) {
    for (size_t i = 0; given(list) && i < list->items.size(); ++i) {
        const yaml::Node& rule = list->items[i];
        const std::string where = child(path, i);
        const yaml::Node* ports = rule.find("ports");
        for (size_t j = 0; given(ports) && j < ports->items.size(); ++j) {
            check_port(ports->items[j], child(where + ".ports", j));
        }
        const yaml::Node* sides = rule.find(peers);
        for (size_t j = 0; given(sides) && j < sides->items.size(); ++j) {
            check_peer(sides->items[j], child(child(where, peers), j));
        }
    }
}

}  // namespace

Violations check_network_policy(const yaml::Node& document) {
    Checker checker;
    const yaml::Node* spec = document.find("spec");
    if (!given(spec)) return {};
    checker.check_selector(spec->find("podSelector"), "spec.podSelector");
    checker.check_rules(spec->find("ingress"), "spec.ingress", "from");
    checker.check_rules(spec->find("egress"), "spec.egress", "to");
    return checker.take();
}

}  // namespace pgreach::manifest
