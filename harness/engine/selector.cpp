#include "engine/selector.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace pgreach::engine {
namespace {

std::optional<Operator> parse_operator(const std::string& text) {
    if (text == "In") return Operator::in;
    if (text == "NotIn") return Operator::not_in;
    if (text == "Exists") return Operator::exists;
    if (text == "DoesNotExist") return Operator::does_not_exist;
    return std::nullopt;
}

void add_expression(Selector& selector, const yaml::Node& expression, std::string_view source) {
    const yaml::Node* key = expression.find("key");
    const yaml::Node* op = expression.find("operator");
    const auto known = op == nullptr ? std::nullopt : parse_operator(op->text);
    if (key == nullptr || !known) return;
    Requirement requirement{parse_label_key(key->text, source), *known, {}};
    if (const yaml::Node* values = expression.find("values")) {
        for (const auto& value : values->items) requirement.values.push_back(value.text);
    }
    std::sort(requirement.values.begin(), requirement.values.end());
    selector.requirements.push_back(std::move(requirement));
}

// `app` and `any:app` are one key to Cilium, and Go walks a map in any order, so which of the two it keeps is up to
// chance. The API server sends keys sorted, and a small map is mostly walked as it was filled: the plain key wins.
std::vector<const yaml::Entry*> by_key(const yaml::Node& map) {
    std::vector<const yaml::Entry*> entries;
    for (const auto& entry : map.entries) entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    return entries;
}

}  // namespace

bool Requirement::matches(const IdentityLabels& labels) const {
    const std::string* value = labels.find(key);
    const auto listed = [&] { return std::binary_search(values.begin(), values.end(), *value); };
    switch (op) {
        case Operator::equals:
        case Operator::in:
            return value != nullptr && listed();
        case Operator::not_in:
            return value == nullptr || !listed();
        case Operator::exists:
            return value != nullptr;
        case Operator::does_not_exist:
            return value == nullptr;
    }
    return false;
}

bool Selector::matches(const IdentityLabels& labels) const {
    return std::all_of(requirements.begin(), requirements.end(),
                       [&labels](const Requirement& requirement) { return requirement.matches(labels); });
}

bool Selector::asks_for(const LabelKey& key) const {
    return std::any_of(requirements.begin(), requirements.end(),
                       [&key](const Requirement& requirement) { return requirement.key == key; });
}

bool Selector::asks_for_prefix(std::string_view source, std::string_view prefix) const {
    return std::any_of(requirements.begin(), requirements.end(), [&](const Requirement& requirement) {
        return requirement.key.source == source && requirement.key.key.starts_with(prefix);
    });
}

void Selector::require(LabelKey key, std::string_view value) {
    std::erase_if(requirements,
                  [&key](const Requirement& known) { return known.key == key && known.op == Operator::equals; });
    requirements.push_back({std::move(key), Operator::equals, {std::string(value)}});
}

void Selector::require(LabelKey key, Operator op) {
    requirements.push_back({std::move(key), op, {}});
}

Selector parse_selector(const yaml::Node& node, std::string_view source) {
    Selector selector;
    if (const yaml::Node* match_labels = node.find("matchLabels")) {
        for (const auto* entry : by_key(*match_labels)) {
            selector.require(parse_label_key(entry->key, source), entry->value.text);
        }
    }
    if (const yaml::Node* expressions = node.find("matchExpressions")) {
        for (const auto& expression : expressions->items) add_expression(selector, expression, source);
    }
    return selector;
}

std::string to_text(const Requirement& requirement) {
    const std::string key = to_text(requirement.key);
    switch (requirement.op) {
        case Operator::equals:
        case Operator::in:
            if (requirement.values.size() == 1) return key + "=" + requirement.values[0];
            return key + " in (" + join(requirement.values, ", ") + ")";
        case Operator::not_in:
            if (requirement.values.size() == 1) return key + "!=" + requirement.values[0];
            return key + " not in (" + join(requirement.values, ", ") + ")";
        case Operator::exists:
            return key + " exists";
        case Operator::does_not_exist:
            return key + " does not exist";
    }
    return key;
}

std::string to_text(const Selector& selector) {
    if (selector.requirements.empty()) return "everything";
    std::vector<std::string> parts;
    for (const auto& requirement : selector.requirements) parts.push_back(to_text(requirement));
    return join(parts, ", ");
}

}  // namespace pgreach::engine
