#include "audit/label_selector.hpp"

#include <algorithm>

#include "kube/json.hpp"

namespace pgreach::audit {
namespace {

bool meets(const yaml::Node& requirement, const Labels& labels) {
    const std::string op = kube::text_at(requirement, {"operator"});
    const auto label = labels.find(kube::text_at(requirement, {"key"}));
    const bool there = label != labels.end();
    const auto& values = kube::items_at(requirement, {"values"});
    const auto is_value = [&](const yaml::Node& value) { return value.text == label->second; };
    const bool listed = there && std::any_of(values.begin(), values.end(), is_value);
    if (op == "In") return listed;
    if (op == "NotIn") return !listed;
    if (op == "Exists") return there;
    return op == "DoesNotExist" && !there;
}

bool has_all(const Labels& wanted, const Labels& labels) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
        const auto label = labels.find(entry.first);
        return label != labels.end() && label->second == entry.second;
    });
}

}  // namespace

Labels labels_from(const yaml::Node* map) {
    Labels labels;
    for (size_t i = 0; map != nullptr && i < map->entries.size(); ++i) {
        labels[map->entries[i].key] = map->entries[i].value.text;
    }
    return labels;
}

bool matches(const yaml::Node& selector, const Labels& labels) {
    if (selector.kind != yaml::Kind::map || !has_all(labels_from(selector.find("matchLabels")), labels)) return false;
    const auto& requirements = kube::items_at(selector, {"matchExpressions"});
    return std::all_of(requirements.begin(), requirements.end(),
                       [&](const yaml::Node& requirement) { return meets(requirement, labels); });
}

bool selects(const Labels& selector, const Labels& labels) {
    return !selector.empty() && has_all(selector, labels);
}

}  // namespace pgreach::audit
