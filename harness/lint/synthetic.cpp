#include "lint/synthetic.hpp"

#include <string_view>

#include "engine/labels.hpp"
#include "lint/selector_algebra.hpp"

namespace pgreach::lint {
namespace {

const std::string namespace_labels = std::string(engine::namespace_labels_prefix) + ".";
constexpr std::string_view name_label = "kubernetes.io/metadata.name";

bool is_added_by_agent(std::string_view key) {
    return key == engine::namespace_key || key == engine::cluster_key || key == engine::service_account_key;
}

// Every label that is asked for by a positive requirement, under its full name.
Labels demanded(const engine::Selector& selector) {
    Labels labels;
    for (const auto& requirement : selector.requirements) {
        const auto& key = requirement.key.key;
        const bool of_pod = requirement.key.source == "any" || requirement.key.source == "k8s";
        if (!of_pod || !demands(selector, key)) continue;
        const std::string value = the_value(selector, key);
        if (!value.empty()) {
            labels[key] = value;
        } else if (requirement.op != engine::Operator::not_in) {
            labels.emplace(key, requirement.values.empty() ? "any" : requirement.values.front());
        }
    }
    return labels;
}

}  // namespace

Labels demanded_labels(const engine::Selector& selector) {
    Labels labels = demanded(selector);
    std::erase_if(labels, [](const auto& label) {
        return is_added_by_agent(label.first) || label.first.starts_with(namespace_labels);
    });
    return labels;
}

Endpoint demanded_pod(const engine::Selector& selector, const std::string& name, const std::string& otherwise,
                      World& world) {
    Endpoint pod{.name = name, .ns = otherwise, .labels = demanded_labels(selector)};
    const Labels all = demanded(selector);
    if (const auto ns = all.find(std::string(engine::namespace_key)); ns != all.end()) pod.ns = ns->second;
    if (const auto ns = all.find(namespace_labels + std::string(name_label)); ns != all.end()) pod.ns = ns->second;
    for (const auto& [key, value] : all) {
        if (key.starts_with(namespace_labels))
            world.namespaces[pod.ns].emplace(key.substr(namespace_labels.size()), value);
    }
    return pod;
}

}  // namespace pgreach::lint
