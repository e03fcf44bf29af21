#include "scenario/fields.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/printable.hpp"

namespace pgreach::scenario {
namespace {

constexpr size_t most_unknown_keys = 20;  // told of one map: more of them are no slips

std::string in_quotes(const std::string& word) {
    return "'" + printable_line(word) + "'";
}
std::string name_of(yaml::Kind kind) {
    return std::string(yaml::to_string(kind));
}

}  // namespace

Fields::Fields(const yaml::Node& node, std::string what, Complaints& complaints)
    : node_(node), what_(std::move(what)), table_(keys_of(what_)), complaints_(complaints) {
    if (node.kind != yaml::Kind::map) {
        complaints.error(node.mark, what_ + " must be a map, this is a " + name_of(node.kind));
    }
}

bool Fields::knows(const std::string& key) const {
    return table_.any_key || std::any_of(table_.keys.begin(), table_.keys.end(),
                                         [&](const Key& candidate) { return candidate.name == key; });
}

std::vector<std::string> Fields::known() const {
    std::vector<std::string> names;
    for (const auto& key : table_.keys) names.emplace_back(key.name);
    return names;
}

void Fields::accept(const std::string& old, const std::string& key) {
    old_[key] = old;
    const auto both = std::find_if(node_.entries.begin(), node_.entries.end(),
                                   [&](const yaml::Entry& entry) { return entry.key == old; });
    if (both == node_.entries.end() || node_.find(key) == nullptr) return;
    complaints_.error(both->mark, in_quotes(old) + " is the old spelling of " + in_quotes(key) + ", which is there too",
                      "keep one of them");
}

const yaml::Node* Fields::find(const std::string& key) {
    if (!knows(key)) throw std::logic_error("the table of " + what_ + " has no key " + key);
    asked_.push_back(key);
    const yaml::Node* value = node_.find(key);
    if (const auto old = old_.find(key); value == nullptr && old != old_.end()) value = node_.find(old->second);
    return value != nullptr && value->is_null() ? nullptr : value;
}

const yaml::Node* Fields::require(const std::string& key) {
    const yaml::Node* value = find(key);
    if (value == nullptr && node_.kind == yaml::Kind::map) {
        complaints_.error(node_.mark, what_ + " needs the key " + in_quotes(key));
    }
    return value;
}

std::optional<std::string> Fields::text_of(const yaml::Node& node, const std::string& key) {
    if (node.kind == yaml::Kind::string && !node.text.empty()) return node.text;
    if (node.is_scalar() && node.kind != yaml::Kind::string) {
        complaints_.error(node.mark, in_quotes(key) + " must be a string, this is a " + name_of(node.kind),
                          "put it in quotes: \"" + node.text + "\"");
    } else {
        complaints_.error(node.mark, in_quotes(key) + " must be a string that is not empty");
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

std::string Fields::name(const std::string& key) {
    std::string name = text(key);
    if (printable_line(name) != name || trim(name) != name) {
        complaints_.error(mark_of(key),
                          in_quotes(key) + " has a control character or a blank around it: " + in_quotes(name),
                          "reports and commands have to show it in one line");
    }
    return name;
}

std::optional<int> Fields::integer_of(const yaml::Node& node, const std::string& key) {
    if (const auto number = node.as_integer(); number && *number >= 0 && *number <= 65535) {
        return static_cast<int>(*number);
    }
    complaints_.error(node.mark, in_quotes(key) + " must be a whole number from 0 to 65535");
    return std::nullopt;
}

std::optional<int> Fields::optional_integer(const std::string& key) {
    const yaml::Node* value = find(key);
    return value == nullptr ? std::nullopt : integer_of(*value, key);
}

std::vector<std::pair<int, Mark>> Fields::integers(const std::string& one, const std::string& several) {
    std::vector<std::pair<int, Mark>> numbers;
    const auto add = [&](const yaml::Node& node, const std::string& key) {
        if (const auto number = integer_of(node, key)) numbers.emplace_back(*number, node.mark);
    };
    const yaml::Node* single = find(one);
    if (single != nullptr) add(*single, one);
    const auto& items = list(several);
    for (const auto& item : items) add(item, several);
    if (single == nullptr && items.empty() && node_.kind == yaml::Kind::map) {
        complaints_.error(node_.mark, what_ + " needs the key " + in_quotes(one) + " or " + in_quotes(several));
    }
    return numbers;
}

Words Fields::words(const std::string& key) {
    const yaml::Node* value = find(key);
    return value == nullptr ? Words() : words_of(*value, key);
}

Words Fields::words_of(const yaml::Node& value, const std::string& key) {
    Words words;
    const auto add = [&](const yaml::Node& node) {
        if (auto word = text_of(node, key)) words.emplace_back(std::move(*word), node.mark);
    };
    if (value.kind == yaml::Kind::list) {
        for (const auto& item : value.items) add(item);
    } else {
        add(value);
    }
    return words;
}

const std::vector<yaml::Node>& Fields::list(const std::string& key) {
    static const std::vector<yaml::Node> nothing;
    const yaml::Node* value = find(key);
    if (value == nullptr) return nothing;
    if (value->kind == yaml::Kind::list) return value->items;
    complaints_.error(value->mark, in_quotes(key) + " must be a list, this is a " + name_of(value->kind));
    return nothing;
}

Mark Fields::mark_of(const std::string& key) {
    const yaml::Node* value = find(key);
    return value == nullptr ? node_.mark : value->mark;
}

void Fields::finish() {
    const auto names = known();
    for (const auto& name : names) {
        // After a mistake the rest may be left out.
        if (complaints_.any() || std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
        throw std::logic_error("nobody reads the key " + name + " of " + what_);
    }
    size_t unknown = 0;
    Mark more{};
    for (const auto& entry : node_.entries) {
        const auto same = [&](const auto& pair) { return pair.second == entry.key; };
        if (knows(entry.key)) continue;
        if (std::any_of(old_.begin(), old_.end(), same)) continue;
        if (++unknown == most_unknown_keys + 1) more = entry.mark;
        if (unknown > most_unknown_keys) continue;
        const auto meant = nearest(entry.key, names);
        complaints_.error(entry.mark, what_ + " has no key " + in_quotes(entry.key),
                          meant ? "did you mean " + in_quotes(*meant) + "?" : "it knows " + enumerate(names));
    }
    if (unknown <= most_unknown_keys) return;
    complaints_.error(more,
                      std::to_string(unknown - most_unknown_keys) + " more keys from here on are none of " + what_);
}

}  // namespace pgreach::scenario
