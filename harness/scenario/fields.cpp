#include "scenario/fields.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::scenario {
namespace {

std::string quoted(const std::string& word) {
    return "'" + word + "'";
}
std::string name_of(yaml::Kind kind) {
    return std::string(yaml::to_string(kind));
}

}  // namespace

Fields::Fields(const yaml::Node& node, std::string what, Complaints& complaints)
    : node_(node), what_(std::move(what)), complaints_(complaints) {
    if (node.kind != yaml::Kind::map) {
        complaints.error(node.mark, what_ + " must be a map, this is a " + name_of(node.kind));
    }
}

const yaml::Node* Fields::find(const std::string& key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
    const yaml::Node* value = node_.find(key);
    return value != nullptr && value->is_null() ? nullptr : value;
}

const yaml::Node* Fields::require(const std::string& key) {
    const yaml::Node* value = find(key);
    if (value == nullptr && node_.kind == yaml::Kind::map) {
        complaints_.error(node_.mark, what_ + " needs the key " + quoted(key));
    }
    return value;
}

std::optional<std::string> Fields::text_of(const yaml::Node& node, const std::string& key) {
    if (node.kind == yaml::Kind::string && !node.text.empty()) return node.text;
    if (node.is_scalar() && node.kind != yaml::Kind::string) {
        complaints_.error(node.mark, quoted(key) + " must be a string, this is a " + name_of(node.kind),
                          "put it in quotes: \"" + node.text + "\"");
    } else {
        complaints_.error(node.mark, quoted(key) + " must be a string that is not empty");
    }
    return std::nullopt;
}

std::string Fields::text(const std::string& key) {
    const yaml::Node* value = require(key);
    return value == nullptr ? std::string() : text_of(*value, key).value_or("");
}

std::optional<std::string> Fields::optional_text(const std::string& key) {
    const yaml::Node* value = find(key);
    return value == nullptr ? std::nullopt : text_of(*value, key);
}

std::optional<int> Fields::optional_integer(const std::string& key) {
    const yaml::Node* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto number = value->as_integer(); number && *number >= 0 && *number <= 65535) {
        return static_cast<int>(*number);
    }
    complaints_.error(value->mark, quoted(key) + " must be a whole number from 0 to 65535");
    return std::nullopt;
}

std::vector<std::pair<std::string, Mark>> Fields::words(const std::string& key) {
    const yaml::Node* value = find(key);
    if (value == nullptr) return {};
    std::vector<std::pair<std::string, Mark>> words;
    const auto add = [&](const yaml::Node& node) {
        if (auto word = text_of(node, key)) words.emplace_back(std::move(*word), node.mark);
    };
    if (value->kind == yaml::Kind::list) {
        for (const auto& item : value->items) add(item);
    } else {
        add(*value);
    }
    return words;
}

const std::vector<yaml::Node>& Fields::list(const std::string& key) {
    static const std::vector<yaml::Node> nothing;
    const yaml::Node* value = find(key);
    if (value == nullptr) return nothing;
    if (value->kind == yaml::Kind::list) return value->items;
    complaints_.error(value->mark, quoted(key) + " must be a list, this is a " + name_of(value->kind));
    return nothing;
}

void Fields::finish() {
    for (const auto& entry : node_.entries) {
        if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
        const auto meant = nearest(entry.key, known_);
        complaints_.error(entry.mark, what_ + " has no key " + quoted(entry.key),
                          meant ? "did you mean " + quoted(*meant) + "?" : "it knows " + enumerate(known_));
    }
}

}  // namespace pgreach::scenario
