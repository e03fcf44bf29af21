#include "model/attribution.hpp"

#include <algorithm>

namespace pgreach {
namespace {

// Records of schema v1 tell no kinds.
bool same(const PolicyId& a, const PolicyId& b) {
    return (a.kind == b.kind || a.kind.empty() || b.kind.empty()) && a.ns == b.ns && a.name == b.name;
}

bool contains(const std::vector<PolicyId>& policies, const PolicyId& wanted) {
    return std::any_of(policies.begin(), policies.end(), [&](const PolicyId& one) { return same(one, wanted); });
}

}  // namespace

std::vector<PolicyId> named_policies(const FlowRecord& flow) {
    std::vector<PolicyId> named;
    for (const auto& evidence : flow.observation.evidence) {
        for (const auto& policy : evidence.policies) {
            if (!contains(named, policy)) named.push_back(policy);
        }
    }
    return named;
}

std::vector<PolicyId> unexpected_policies(const FlowRecord& flow) {
    auto policies = named_policies(flow);
    std::erase_if(policies, [&](const PolicyId& policy) { return contains(flow.allowed_by, policy); });
    return policies;
}

}  // namespace pgreach
