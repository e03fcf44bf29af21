#include "backend/cluster/foreign_policies.hpp"

#include <algorithm>

#include "backend/cluster/run_id.hpp"
#include "kube/json.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::backend {
namespace {

using yaml::Node;

bool selector_matches(const Node& selector, const Labels& labels) {
    const Node* wanted = selector.find("matchLabels");
    if (wanted == nullptr) return true;
    return std::all_of(wanted->entries.begin(), wanted->entries.end(), [&](const auto& entry) {
        std::string key = entry.key;
        for (const std::string_view prefix : {"k8s:", "any:"}) {
            if (key.rfind(prefix, 0) == 0) key.erase(0, prefix.size());
        }
        // a namespace that is spelled out is not among a pod's own labels
        if (key.rfind("io.kubernetes.pod.namespace", 0) == 0) return true;
        const auto label = labels.find(key);
        return label != labels.end() && label->second == entry.value.text;
    });
}

}  // namespace

PolicyId id_of_policy(const Node& policy) {
    return {kube::text_at(policy, {"kind"}), kube::text_at(policy, {"metadata", "namespace"}),
            kube::text_at(policy, {"metadata", "name"})};
}

Result<std::vector<Node>> list_foreign_policies(const kube::Kubectl& kubectl, const std::string& run) {
    auto policies = kubectl.get({manifest::policy_resources(), "--all-namespaces"});
    if (!policies) return std::move(policies).error();
    std::vector<Node> foreign;
    for (const auto& policy : kube::items_at(**policies, {"items"})) {
        if (kube::text_at(policy, {"metadata", "labels", run_label}) != run) foreign.push_back(policy);
    }
    return foreign;
}

Result<std::set<PolicyId>> find_foreign_policies(const kube::Kubectl& kubectl, const std::string& run) {
    auto policies = list_foreign_policies(kubectl, run);
    if (!policies) return std::move(policies).error();
    std::set<PolicyId> ids;
    for (const auto& policy : *policies) ids.insert(id_of_policy(policy));
    return ids;
}

bool may_select(const Node& policy, const Labels& labels) {
    std::vector<const Node*> specs;
    if (const Node* spec = policy.find("spec")) specs.push_back(spec);
    for (const auto& spec : kube::items_at(policy, {"specs"})) specs.push_back(&spec);
    return std::any_of(specs.begin(), specs.end(), [&](const Node* spec) {
        const Node* selector = spec->find("endpointSelector");
        if (selector == nullptr) selector = spec->find("podSelector");
        return selector != nullptr && selector_matches(*selector, labels);
    });
}

}  // namespace pgreach::backend
