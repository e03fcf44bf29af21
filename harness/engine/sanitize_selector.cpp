#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "engine/go_text.hpp"
#include "engine/sanitize_parts.hpp"
#include "manifest/label_rules.hpp"
#include "manifest/path.hpp"
#include "manifest/pattern.hpp"

namespace pgreach::engine {
namespace {

struct Errors {
    std::vector<std::string> texts;
    Mark first;

    void add(const std::string& path, Mark mark, const std::string& text) {
        if (texts.empty()) first = mark;
        const std::string whole = path + ": " + text;
        if (std::find(texts.begin(), texts.end(), whole) == texts.end()) texts.push_back(whole);
    }
    void add_invalid(const std::string& path, const yaml::Node& node, const std::vector<std::string>& faults) {
        for (const auto& fault : faults) add(path, node.mark, "Invalid value: " + go_quote(node.text) + ": " + fault);
    }
};

// A key of Kubernetes, with an optional source before a colon.
std::vector<std::string> key_faults(const std::string& key) {
    static const manifest::Pattern alphanumeric("^[A-Za-z0-9]+$");
    const auto parts = split(key, ':');
    if (parts.size() > 2) {
        return {"a valid label key only support ':' character as a source separator with non empty value"};
    }
    std::vector<std::string> faults;
    if (parts.size() == 2 && !alphanumeric.matches(parts[0])) {
        faults.push_back("label source should be a non empty string with only alphanumeric characters");
    }
    const auto name_faults = manifest::label_key_faults(parts.back());
    faults.insert(faults.end(), name_faults.begin(), name_faults.end());
    return faults;
}

void check_match_labels(const yaml::Node& labels, Errors& errors) {
    for (const auto& [key, mark, value] : labels.entries) {
        errors.add_invalid("matchLabels", {.kind = yaml::Kind::string, .text = key, .mark = mark}, key_faults(key));
        errors.add_invalid("matchLabels", value, manifest::label_value_faults(value.text));
    }
}

void check_expression(const yaml::Node& expression, const std::string& path, Errors& errors) {
    const yaml::Node* values = expression.find("values");
    const std::string op = expression.find("operator")->text;
    const bool wants_values = op == "In" || op == "NotIn";
    if (wants_values && !has_items(values)) {
        errors.add(path + ".values", expression.mark,
                   "Required value: must be specified when `operator` is 'In' or 'NotIn'");
    }
    if (!wants_values && has_items(values)) {
        errors.add(path + ".values", values->mark,
                   "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    }
    const yaml::Node* key = expression.find("key");
    errors.add_invalid(path + ".key", *key, key_faults(key->text));
    for (size_t i = 0; values != nullptr && i < values->items.size(); ++i) {
        errors.add_invalid(manifest::child(path + ".values", i), values->items[i],
                           manifest::label_value_faults(values->items[i].text));
    }
}

}  // namespace

Fault sanitize_selector(const yaml::Node& selector, const std::string& path) {
    Errors errors;
    if (const yaml::Node* labels = selector.find("matchLabels")) check_match_labels(*labels, errors);
    if (const yaml::Node* expressions = selector.find("matchExpressions")) {
        for (size_t i = 0; i < expressions->items.size(); ++i) {
            check_expression(expressions->items[i], manifest::child("matchExpressions", i), errors);
        }
    }
    if (errors.texts.empty()) return std::nullopt;
    const std::string all = join(errors.texts, ", ");
    return AgentFault{"invalid label selector: " + (errors.texts.size() == 1 ? all : "[" + all + "]"), path,
                      errors.first};
}

}  // namespace pgreach::engine
