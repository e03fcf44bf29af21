#include "backend/cluster/policy_words.hpp"

#include <algorithm>
#include <string_view>

namespace pgreach::backend {
namespace {

using yaml::Node;

// A key may bear the prefix that says where a label comes from.
std::string without_source(std::string text) {
    for (const std::string_view prefix : {"k8s:", "any:"}) {
        if (text.starts_with(prefix)) text.erase(0, prefix.size());
    }
    return text;
}

}  // namespace

// Addresses stand under keys like fromCIDR, toCIDRSet and ipBlock.
bool speaks_of_addresses(const Node& node) {
    return std::any_of(node.entries.begin(), node.entries.end(),
                       [](const auto& entry) {
                           return entry.key.find("CIDR") != std::string::npos || entry.key == "ipBlock" ||
                                  speaks_of_addresses(entry.value);
                       }) ||
           std::any_of(node.items.begin(), node.items.end(), speaks_of_addresses);
}

bool chooses_by(const Node& node, const std::string& key) {
    return without_source(node.text) == key ||
           std::any_of(
               node.entries.begin(), node.entries.end(),
               [&](const auto& entry) { return without_source(entry.key) == key || chooses_by(entry.value, key); }) ||
           std::any_of(node.items.begin(), node.items.end(), [&](const Node& item) { return chooses_by(item, key); });
}

bool speaks_of(const Node& node, const std::set<std::string>& values) {
    return values.count(without_source(node.text)) != 0 ||
           std::any_of(node.entries.begin(), node.entries.end(),
                       [&](const auto& entry) { return speaks_of(entry.value, values); }) ||
           std::any_of(node.items.begin(), node.items.end(), [&](const Node& item) { return speaks_of(item, values); });
}

}  // namespace pgreach::backend
