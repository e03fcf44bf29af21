#include "backend/cluster/causes.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "engine/labels.hpp"

namespace pgreach::backend {
namespace {

constexpr std::string_view of_kubernetes = "k8s:";

// "k8s:role=backend" of the labels that policies speak of: other labels of a pod decide nothing.
std::set<std::string> that_decide(const std::vector<std::string>& labels, const Policies& policies) {
    std::set<std::string> kept;
    for (const auto& label : labels) {
        if (!label.starts_with(of_kubernetes)) continue;
        const std::string key = label.substr(of_kubernetes.size(), label.find('=') - of_kubernetes.size());
        if (key == engine::namespace_key || policies.mentions_label(key)) kept.insert(label);
    }
    return kept;
}

std::vector<std::string> without(const std::set<std::string>& labels, const std::set<std::string>& others) {
    std::vector<std::string> rest;
    std::set_difference(labels.begin(), labels.end(), others.begin(), others.end(), std::back_inserter(rest));
    return rest;
}

}  // namespace

void IdentityBook::hear(const kube::HubbleEvent& event) {
    if (!event.source_labels.empty()) labels_[event.source_ip] = event.source_labels;
    if (!event.destination_labels.empty()) labels_[event.destination_ip] = event.destination_labels;
}

const std::vector<std::string>* IdentityBook::find(const std::string& ip) const {
    const auto found = labels_.find(ip);
    return found == labels_.end() ? nullptr : &found->second;
}

std::map<std::string, std::string> backlog_of(const Policies& policies, const std::vector<Agent>& agents,
                                              const std::vector<kube::AgentPolicies>& known) {
    std::map<std::string, std::string> backlog;
    for (size_t i = 0; i < std::min(agents.size(), known.size()); ++i) {
        auto lacking = policies.lacking(known[i]);
        if (!lacking.empty()) backlog[agents[i].node] = std::move(lacking);
    }
    return backlog;
}

std::string difference(const Endpoint& endpoint, const World& world, const Semantics& semantics,
                       const Policies& policies, const std::vector<std::string>& seen) {
    if (endpoint.kind != EndpointKind::pod) return {};
    std::vector<std::string> predicted;
    for (const auto& label : engine::identity_labels(endpoint, world, semantics.cilium).labels) {
        const std::string value = label.value.empty() ? std::string() : "=" + label.value;
        predicted.push_back(label.source + ":" + label.key + value);
    }
    const auto should = that_decide(predicted, policies);
    const auto is = that_decide(seen, policies);
    std::vector<std::string> parts;
    if (const auto missing = without(should, is); !missing.empty()) parts.push_back("without " + enumerate(missing));
    if (const auto more = without(is, should); !more.empty()) parts.push_back("with " + enumerate(more));
    return parts.empty() ? std::string() : "Cilium knows " + endpoint.name + " " + join(parts, " and ");
}

}  // namespace pgreach::backend
