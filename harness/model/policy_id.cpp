#include "model/policy_id.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach {

std::string qualified_name(const PolicyId& policy) {
    return policy.ns.empty() ? policy.name : policy.ns + "/" + policy.name;
}

std::string describe(const PolicyId& policy) {
    return policy.kind.empty() ? qualified_name(policy) : policy.kind + " " + qualified_name(policy);
}

std::string describe(const std::vector<PolicyId>& policies) {
    std::vector<std::string> names;
    for (const auto& policy : policies) names.push_back(describe(policy));
    return enumerate(names);
}

std::vector<std::string> names_of(const PolicyId& policy) {
    return {policy.name, qualified_name(policy), policy.kind + " " + policy.name, describe(policy)};
}

std::string distinct_name(const PolicyId& policy, const std::vector<PolicyId>& among) {
    for (const auto& name : names_of(policy)) {
        const auto bears_it = [&](const PolicyId& other) {
            const auto names = names_of(other);
            return other != policy && std::find(names.begin(), names.end(), name) != names.end();
        };
        if (std::none_of(among.begin(), among.end(), bears_it)) return name;
    }
    return describe(policy);
}

}  // namespace pgreach
