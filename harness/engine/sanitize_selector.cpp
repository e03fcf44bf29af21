#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "engine/go_text.hpp"
#include "engine/sanitize_parts.hpp"
#include "engine/versions.hpp"
#include "manifest/label_rules.hpp"
#include "manifest/path.hpp"
#include "manifest/pattern.hpp"

namespace pgreach::engine {
namespace {

constexpr size_t most_shuffled = 4;

struct SelectorFault {
    std::string text;
    Mark mark;
};
using SelectorFaults = std::vector<SelectorFault>;

void add_invalid(SelectorFaults& faults, const std::string& path, const std::string& value, Mark mark,
                 const std::vector<std::string>& reasons) {
    for (const auto& reason : reasons) {
        faults.push_back({path + ": Invalid value: " + go_quote(value) + ": " + reason, mark});
    }
}

// A key of Kubernetes, with an optional source before a colon.
std::vector<std::string> written_key_faults(const std::string& key) {
    static const manifest::Pattern alphanumeric("^[A-Za-z0-9]+$");
    const auto parts = split(key, ':');
    if (parts.size() > 2) {
        return {"a valid label key only support ':' character as a source separator with non empty value"};
    }
    std::vector<std::string> faults;
    if (parts.size() == 2 && !alphanumeric.matches(parts[0])) {
        faults.emplace_back("label source should be a non empty string with only alphanumeric characters");
    }
    const auto name_faults = manifest::label_key_faults(parts.back());
    faults.insert(faults.end(), name_faults.begin(), name_faults.end());
    return faults;
}

// "app" is "any.app", "k8s:app" is "k8s.app": labels.GetExtendedKeyFrom.
std::string extended(const std::string& key, Keys keys) {
    if (keys == Keys::of_groups) return "cidrgroup." + key;
    if (keys == Keys::of_kubernetes) return "k8s." + key;
    if (keys == Keys::of_namespaces) return "k8s." + std::string(namespace_labels_prefix) + "." + key;
    const LabelKey parsed = parse_label_key(key, "any");
    return parsed.source + "." + parsed.key.substr(0, parsed.key.find('='));
}

class SelectorCheck {
  public:
    SelectorCheck(CiliumVersion version, Keys keys)
        : as_written_(has(version, Behaviour::keys_as_written)), keys_(keys) {}

    // Each entry of matchLabels by itself, because Go walks its map in any order; then all of matchExpressions.
    std::vector<SelectorFaults> labels(const yaml::Node& labels) const;
    SelectorFaults expression(const yaml::Node& expression, const std::string& path) const;

  private:
    void check_key(SelectorFaults& faults, const std::string& path, const std::string& key, Mark mark) const {
        if (as_written_) return add_invalid(faults, path, key, mark, written_key_faults(key));
        const std::string whole = extended(key, keys_);
        add_invalid(faults, path, whole, mark, manifest::label_key_faults(whole));
    }

    bool as_written_;
    Keys keys_;
};

std::vector<SelectorFaults> SelectorCheck::labels(const yaml::Node& labels) const {
    std::vector<SelectorFaults> all;
    for (const auto& [key, mark, value] : labels.entries) {
        SelectorFaults faults;
        check_key(faults, "matchLabels", key, mark);
        add_invalid(faults, "matchLabels", value.text, value.mark, manifest::label_value_faults(value.text));
        if (!faults.empty()) all.push_back(std::move(faults));
    }
    return all;
}

SelectorFaults SelectorCheck::expression(const yaml::Node& expression, const std::string& path) const {
    SelectorFaults faults;
    const yaml::Node* values = expression.find("values");
    const std::string op = expression.find("operator")->text;
    const bool wants_values = op == "In" || op == "NotIn";
    if (wants_values && !has_items(values)) {
        faults.push_back(
            {path + ".values: Required value: must be specified when `operator` is 'In' or 'NotIn'", expression.mark});
    }
    if (!wants_values && has_items(values)) {
        faults.push_back(
            {path + ".values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
             values->mark});
    }
    const yaml::Node* key = expression.find("key");
    check_key(faults, path + ".key", key->text, key->mark);
    for (size_t i = 0; values != nullptr && i < values->items.size(); ++i) {
        const yaml::Node& value = values->items[i];
        add_invalid(faults, manifest::child(path + ".values", i), value.text, value.mark,
                    manifest::label_value_faults(value.text));
    }
    return faults;
}

// The groups in this order, then the rest; each message once.
std::string message_of(const std::vector<SelectorFaults>& groups, const std::vector<size_t>& order,
                       const SelectorFaults& rest) {
    std::vector<std::string> texts;
    const auto add = [&texts](const SelectorFaults& faults) {
        for (const auto& fault : faults) {
            if (std::find(texts.begin(), texts.end(), fault.text) == texts.end()) texts.push_back(fault.text);
        }
    };
    for (const size_t index : order) add(groups[index]);
    add(rest);
    const std::string all = join(texts, ", ");
    return "invalid label selector: " + (texts.size() == 1 ? all : "[" + all + "]");
}

}  // namespace

Fault sanitize_selector(const yaml::Node& selector, const std::string& path, CiliumVersion version, Keys keys) {
    const SelectorCheck check(version, keys);
    std::vector<SelectorFaults> groups;
    SelectorFaults rest;
    if (const yaml::Node* labels = selector.find("matchLabels")) groups = check.labels(*labels);
    if (const yaml::Node* expressions = selector.find("matchExpressions")) {
        for (size_t i = 0; i < expressions->items.size(); ++i) {
            const auto found = check.expression(expressions->items[i], manifest::child("matchExpressions", i));
            rest.insert(rest.end(), found.begin(), found.end());
        }
    }
    if (groups.empty() && rest.empty()) return std::nullopt;
    std::vector<size_t> order(groups.size());
    std::iota(order.begin(), order.end(), 0);
    AgentFault fault{message_of(groups, order, rest), path, groups.empty() ? rest[0].mark : groups[0][0].mark};
    while (groups.size() <= most_shuffled && std::next_permutation(order.begin(), order.end())) {
        fault.alternatives.push_back(message_of(groups, order, rest));
    }
    return fault;
}

}  // namespace pgreach::engine
